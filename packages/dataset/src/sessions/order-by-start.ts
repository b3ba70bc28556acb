const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * The stable ascending order of session starts: `order[rank]` = index into `startMs`.
 *
 * A radix sort, least digit first: linear, where comparing 5 million sessions through a callback takes seconds.
 *
 * @param startMs `[session]`, whole milliseconds from 0 to 2^53.
 */
export function orderByStart(startMs: Float64Array): Uint32Array {
  const count = startMs.length;
  let order = new Uint32Array(count).map((_, index) => index);
  let sorted = new Uint32Array(count);
  let smallest = Infinity;
  let largest = -Infinity;
  for (const start of startMs) {
    if (start < smallest) smallest = start;
    if (start > largest) largest = start;
  }
  const digits = new Uint16Array(count);
  for (let scale = 1; scale <= largest - smallest; scale *= DIGITS) {
    const places = new Uint32Array(DIGITS + 1);
    for (let index = 0; index < count; index++) {
      const digit = Math.floor(((startMs[index] ?? 0) - smallest) / scale) % DIGITS;
      digits[index] = digit;
      places[digit + 1] = (places[digit + 1] ?? 0) + 1;
    }
    for (let digit = 1; digit <= DIGITS; digit++)
      places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0);
    for (let rank = 0; rank < count; rank++) {
      const index = order[rank] ?? 0;
      const digit = digits[index] ?? 0;
      const place = places[digit] ?? 0;
      sorted[place] = index;
      places[digit] = place + 1;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

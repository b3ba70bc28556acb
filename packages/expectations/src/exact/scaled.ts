/** A decimal number without loss: `digits` / 10 ** `scale`, scale from 0. */
export interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

/** A number as Python's `float` and as JSON read it, but for `inf` and `nan`. */
const NUMBER = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

/** More digits than any column holds: a text of a few letters, such as 1e999999999, must not fill the memory. */
const MOST_DIGITS = 2000;

/** The number that a text writes in digits; null where it writes none, or one of too many digits. */
export function scaledOf(text: string): Scaled | null {
  const [matched, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '') return null;
  const scale = fraction.length - Number(power);
  if (whole.length + fraction.length > MOST_DIGITS || Math.abs(scale) > MOST_DIGITS) return null;
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The number with as many digits behind its point. */
function rescaled({ digits, scale }: Scaled, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

/** Below 0, 0 or above 0, as `a` is less than `b`, equal or greater. */
export function compareScaled(a: Scaled, b: Scaled): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [rescaled(a, scale), rescaled(b, scale)];
  return left < right ? -1 : Number(left > right);
}

/** The greatest multiple of 10 ** -scale that is not above a number, as digits, and whether it is the number. */
export function floorAt(value: Scaled, scale: number): { floor: bigint; isExact: boolean } {
  if (value.scale <= scale) return { floor: rescaled(value, scale), isExact: true };
  return floorDivision(value.digits, 10n ** BigInt(value.scale - scale));
}

/** Division that rounds down, below 0 too. */
export function floorDivision(value: bigint, by: bigint): { floor: bigint; isExact: boolean } {
  const [quotient, rest] = [value / by, value % by];
  return { floor: rest < 0n ? quotient - 1n : quotient, isExact: rest === 0n };
}

/** The number in digits, without an exponent. */
export function scaledText({ digits, scale }: Scaled): string {
  if (scale === 0) return digits.toString();
  const sign = digits < 0n ? '-' : '';
  const padded = digits
    .toString()
    .slice(sign.length)
    .padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

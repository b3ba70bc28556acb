/** Sessions of 3 items and more, 7.5 in the mean; items by a power law, as clicks in a shop are. */
export function syntheticSessions(words: number, itemCount: number): readonly string[] {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const ends = new Float64Array(itemCount);
  let total = 0;
  for (let item = 0; item < itemCount; item++) ends[item] = total += (item + 10) ** -0.9;
  const drawItem = (): number => {
    const drawn = uniform() * total;
    let [low, high] = [0, itemCount - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? total) < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const sessions: string[] = [];
  for (let left = words; left > 0;) {
    const length = Math.min(left, 3 + Math.floor(-5 * Math.log(1 - uniform())));
    sessions.push(Array.from({ length }, drawItem).join(' '));
    left -= length;
  }
  return sessions;
}

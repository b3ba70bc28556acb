/**
 * How likely each candidate is to be taken.
 *
 * @param features `[candidate, feature]`, of which the first `count` candidates are read
 * @returns `[candidate]` probabilities that sum to 1
 */
export function choiceProbabilities(
  features: Float32Array,
  count: number,
  weights: Float64Array,
): Float64Array {
  const width = weights.length;
  const values = new Float64Array(count);
  let highest = -Infinity;
  for (let candidate = 0; candidate < count; candidate++) {
    let utility = 0;
    for (let f = 0; f < width; f++) {
      utility += (weights[f] ?? 0) * (features[candidate * width + f] ?? 0);
    }
    values[candidate] = utility;
    highest = Math.max(highest, utility);
  }
  let sum = 0;
  for (let candidate = 0; candidate < count; candidate++) {
    const value = Math.exp((values[candidate] ?? 0) - highest);
    values[candidate] = value;
    sum += value;
  }
  return values.map((value) => value / sum);
}

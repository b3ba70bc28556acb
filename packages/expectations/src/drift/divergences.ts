/**
 * The least share that a bin counts with, so that an empty one does not make a divergence infinite.
 * One row in ten thousand: the convention of credit scoring, where the index comes from.
 */
const LEAST_SHARE = 1e-4;

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function shares(counts: readonly number[]): readonly number[] {
  const total = sum(counts);
  return counts.map((count) => Math.max(LEAST_SHARE, count / total));
}

/** Population stability index of two counts by bin: sum of (p - q) ln(p / q). */
export function populationStabilityIndex(
  current: readonly number[],
  reference: readonly number[],
): number {
  const [p, q] = [shares(current), shares(reference)];
  return sum(
    p.map((share, at) => {
      const expected = q[at] ?? LEAST_SHARE;
      return (share - expected) * Math.log(share / expected);
    }),
  );
}

/** Kullback-Leibler divergence of current from reference, in nats; empty bins as in the index. */
export function divergence(current: readonly number[], reference: readonly number[]): number {
  const [p, q] = [shares(current), shares(reference)];
  const [ofP, ofQ] = [sum(p), sum(q)];
  return sum(
    p.map((share, at) => {
      const observed = share / ofP;
      return observed * Math.log(observed / ((q[at] ?? LEAST_SHARE) / ofQ));
    }),
  );
}

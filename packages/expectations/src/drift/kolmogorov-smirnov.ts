/** Rows of one side times rows of the other up to which every path is counted (some 10 ms). */
const MOST_STEPS = 4_000_000;

/** What the two-sample test finds. */
export interface KolmogorovSmirnov {
  /** D: the greatest distance between the two distribution functions. */
  readonly statistic: number;
  /** How much greater D may be, where the reference was not kept value by value. */
  readonly statisticError: number;
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

/** Cumulative counts of a batch at points: how many values are below and up to each. */
export interface Cumulative {
  readonly count: number;
  readonly below: readonly number[];
  readonly upTo: readonly number[];
}

/**
 * D at the points and just before them. Between two points the reference does not move if it is
 * exact, so D is at its greatest at one of these; else it moves by no more than the error.
 */
function distance(current: Cumulative, reference: Cumulative, isExact: boolean) {
  const [m, n] = [current.count, reference.count];
  let statistic = 0;
  let statisticError = 0;
  let before = 0;
  for (let at = 0; at < reference.upTo.length; at++) {
    const [nBelow = 0, nUpTo = 0] = [reference.below[at], reference.upTo[at]];
    const [mBelow = 0, mUpTo = 0] = [current.below[at], current.upTo[at]];
    statistic = Math.max(
      statistic,
      Math.abs(mBelow / m - nBelow / n),
      Math.abs(mUpTo / m - nUpTo / n),
    );
    if (!isExact) statisticError = Math.max(statisticError, (nBelow - before) / n);
    before = nUpTo;
  }
  if (!isExact) statisticError = Math.max(statisticError, (n - before) / n);
  return { statistic, statisticError };
}

/**
 * P(D >= statistic) for samples of m and n values without ties: one minus the share of lattice paths
 * from (0, 0) to (m, n) that stay closer than `statistic` to the diagonal (Hodges 1958).
 */
function exactPValue(statistic: number, m: number, n: number): number {
  // D is a multiple of 1 / (m n): compare in whole steps, half a step below the observed one.
  const limit = Math.round(statistic * m * n) - 0.5;
  // Shares, not numbers, of paths: entry j after step i is the chance that a random path came to
  // (i, j) and stayed inside, as every arrival weighs its two ways by their numbers of paths.
  const inside = new Float64Array(n + 1);
  for (let j = 0; j <= n; j++) inside[j] = j * m > limit ? 0 : 1;
  for (let i = 1; i <= m; i++) {
    inside[0] = i * n > limit ? 0 : 1;
    for (let j = 1; j <= n; j++) {
      const isInside = Math.abs(i * n - j * m) <= limit;
      const fromLeft = (inside[j] ?? 0) * (i / (i + j));
      const fromBelow = (inside[j - 1] ?? 0) * (j / (i + j));
      inside[j] = isInside ? fromLeft + fromBelow : 0;
    }
  }
  return Math.min(1, Math.max(0, 1 - (inside[n] ?? 0)));
}

/** Beyond this the sum is 0 in doubles. */
const MOST_TERMS = 100;

/** Below this the alternating sum converges too slowly; the probability is 1 within 1e-12. */
const SURE_BELOW = 0.15;

/** Kolmogorov's limit: probability that sqrt(m n / (m + n)) D exceeds `scaled`. */
export function limitPValue(scaled: number): number {
  if (scaled < SURE_BELOW) return 1;
  let total = 0;
  for (let k = 1; k <= MOST_TERMS; k++) {
    const term = Math.exp(-2 * k * k * scaled * scaled);
    total += k % 2 === 1 ? term : -term;
    if (term < Number.EPSILON * total) break;
  }
  return Math.min(1, Math.max(0, 2 * total));
}

/** The two-sample, two-sided Kolmogorov-Smirnov test from cumulative counts; neither side is empty. */
export function kolmogorovSmirnov(
  current: Cumulative,
  reference: Cumulative,
  isExact: boolean,
): KolmogorovSmirnov {
  const found = distance(current, reference, isExact);
  const [m, n] = [current.count, reference.count];
  if (m * n <= MOST_STEPS) {
    return { ...found, pValue: exactPValue(found.statistic, m, n), method: 'exact' };
  }
  const scaled = Math.sqrt((m * n) / (m + n)) * found.statistic;
  return { ...found, pValue: limitPValue(scaled), method: 'asymptotic' };
}

/** Lanczos approximation of ln(gamma(x)), x > 0: g = 7, 9 terms, relative error below 1e-14. */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

function logGamma(x: number): number {
  const base = x + LANCZOS_G - 0.5;
  const series = LANCZOS.reduce(
    (total, term, at) => total + (at === 0 ? term : term / (x + at - 1)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

const PRECISION = 1e-16;
const MOST_TERMS = 100_000;

/** Lower regularised incomplete gamma function by its power series; quick where x < a + 1. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let n = 1; n < MOST_TERMS && Math.abs(term) > Math.abs(total) * PRECISION; n++) {
    term *= x / (a + n);
    total += term;
  }
  return total * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** Upper regularised incomplete gamma function by its continued fraction (Lentz); for x >= a + 1. */
function upperFraction(a: number, x: number): number {
  const tiny = Number.MIN_VALUE / PRECISION;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    d = 1 / (d === 0 ? tiny : d);
    c = b + numerator / c;
    if (c === 0) c = tiny;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= PRECISION) break;
  }
  return fraction * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** Probability that a chi-square variable of these degrees of freedom exceeds `statistic`. */
export function chiSquareSurvival(statistic: number, degrees: number): number {
  if (degrees === 0 || statistic <= 0) return 1;
  const [a, x] = [degrees / 2, statistic / 2];
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** What the test of homogeneity finds. */
export interface ChiSquare {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
  /** Cramer's V: 0 where the batches are spread alike, 1 where they share no bin. */
  readonly cramersV: number;
  /** The test is trustworthy from about 5 on. */
  readonly leastExpected: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Pearson's chi-square test (without Yates' correction) that two counts by bin are of one kind. */
export function chiSquareTest(current: readonly number[], reference: readonly number[]): ChiSquare {
  const bins = current
    .map((count, at) => [count, reference[at] ?? 0] as const)
    .filter(([a, b]) => a + b > 0);
  const totals = [sum(bins.map(([a]) => a)), sum(bins.map(([, b]) => b))] as const;
  const all = totals[0] + totals[1];
  let statistic = 0;
  let leastExpected = Infinity;
  for (const counts of bins) {
    const inBin = counts[0] + counts[1];
    for (const side of [0, 1] as const) {
      const expected = (inBin * totals[side]) / all;
      leastExpected = Math.min(leastExpected, expected);
      statistic += (counts[side] - expected) ** 2 / expected;
    }
  }
  const degrees = Math.max(0, bins.length - 1);
  return {
    statistic,
    degrees,
    pValue: chiSquareSurvival(statistic, degrees),
    cramersV: all === 0 ? 0 : Math.sqrt(statistic / all),
    leastExpected: Number.isFinite(leastExpected) ? leastExpected : 0,
  };
}

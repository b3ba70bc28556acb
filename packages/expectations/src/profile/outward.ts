/** A range that holds what was seen and somewhat more. */
export interface WidenedRange {
  readonly min: number;
  readonly max: number;
  /** Width seen / width allowed. */
  readonly tightness: number;
}

/** Digits of a width that its rounded ends keep. */
const KEPT_DIGITS = 2;

/** Digits that a double surely holds: rounds 0.30000000000000004 to 0.3. */
const SAFE_DIGITS = 12;

function tidy(value: number, unit: number, round: (value: number) => number): number {
  return Number((round(value / unit) * unit).toPrecision(SAFE_DIGITS));
}

/**
 * The range from `low` to `high` with a margin on both sides (a share of its width), ends rounded
 * outward to `unit` or to two digits of the width. What was never negative stays so.
 */
export function widened(
  low: number,
  high: number,
  marginRatio: number,
  unit?: number,
): WidenedRange {
  const width = high - low;
  // Infinite where the width overflows: then there is no room for a margin.
  if (width === 0 || !Number.isFinite(width)) return { min: low, max: high, tightness: 1 };
  const step = unit ?? 10 ** (Math.floor(Math.log10(width)) - KEPT_DIGITS + 1);
  const [outer, upper] = [low - width * marginRatio, high + width * marginRatio];
  const lower = low >= 0 ? Math.max(0, outer) : outer;
  const rounded = marginRatio > 0 && step > 0 && Number.isFinite(lower) && Number.isFinite(upper);
  const min = rounded ? Math.min(low, tidy(lower, step, Math.floor)) : low;
  const max = rounded ? Math.max(high, tidy(upper, step, Math.ceil)) : high;
  return { min, max, tightness: Math.min(1, width / (max - min)) };
}

/** Deviations of a share by which it may fall: another batch of the same kind is hardly ever below. */
const DEVIATIONS = 3;

/** Decimals of a `mostly`. */
const MOSTLY_STEPS = 1000;

/** The `mostly` that a share of `part` among `whole` supports: three deviations below it, rounded down. */
export function mostlyOf(part: number, whole: number): number {
  if (part === whole) return 1;
  const share = part / whole;
  const deviation = Math.sqrt((share * (1 - share)) / whole);
  return Math.max(0, Math.floor((share - DEVIATIONS * deviation) * MOSTLY_STEPS) / MOSTLY_STEPS);
}

/** Lowest to highest. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Stands for a value that is NaN or infinite. */
const GAP = '·';

/**
 * A metric's course as one line of bars, lowest to highest value. A constant series is drawn at
 * half height; nothing gives an empty line.
 *
 * @param values in the order of steps; NaN and infinities show as '·'
 * @param width most characters; a longer series is averaged into that many parts
 */
export function renderSeries(values: readonly number[], width = 40): string {
  const parts = shrink(values, Math.max(1, Math.floor(width)));
  const finite = parts.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return parts
    .map((value) => {
      if (!Number.isFinite(value)) return GAP;
      const height = high === low ? 0.5 : (value - low) / (high - low);
      return BARS[Math.min(BARS.length - 1, Math.floor(height * BARS.length))] ?? GAP;
    })
    .join('');
}

/** Means of the finite values in each of `count` parts; NaN for a part that has none. */
function shrink(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * values.length) / count);
    const to = Math.floor(((part + 1) * values.length) / count);
    const finite = values.slice(from, to).filter(Number.isFinite);
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
}

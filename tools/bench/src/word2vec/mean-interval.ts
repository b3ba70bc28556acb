/** Two-sided 95 % points of Student's t by degrees of freedom 1 to 9. */
const STUDENT_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** The mean of a few runs with its 95 % interval, as text. */
export function meanInterval(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const point = STUDENT_95[values.length - 2];
  if (point === undefined) throw new Error(`expected 2 to 10 runs, got ${values.length}`);
  const half = point * Math.sqrt(squares / (values.length - 1) / values.length);
  return `${mean.toFixed(4)} +- ${half.toFixed(4)}`;
}

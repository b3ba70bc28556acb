/** Rows `[row, size]`, each scaled to length 1; a row of zeros stays. */
export function unitRows(rows: Float32Array, size: number): Float32Array {
  const units = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += size) {
    let squares = 0;
    for (let at = start; at < start + size; at++) squares += (rows[at] ?? 0) ** 2;
    const length = Math.sqrt(squares) || 1;
    for (let at = start; at < start + size; at++) units[at] = (rows[at] ?? 0) / length;
  }
  return units;
}

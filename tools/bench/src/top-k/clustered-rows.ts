/** Products come in kinds: rows lie around as many centres. */
const CENTRES = 5_000;
const SPREAD = 0.6;

/** Rows of length 1 around random centres, the same every time (mulberry32). @returns [row, size] */
export function clusteredRows(count: number, size: number): Float32Array {
  let state = 1;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // Six uniforms come near enough to a normal
  const normal = () =>
    Array.from({ length: 6 }, uniform).reduce((sum, value) => sum + value - 0.5, 0);
  const centres = Float32Array.from({ length: CENTRES * size }, normal);
  const rows = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    const centre = Math.floor(uniform() * CENTRES);
    const own = rows.subarray(row * size, (row + 1) * size);
    for (let column = 0; column < size; column++) {
      own[column] = (centres[centre * size + column] ?? NaN) + SPREAD * normal();
    }
    const length = Math.hypot(...own);
    for (let column = 0; column < size; column++) own[column] = (own[column] ?? NaN) / length;
  }
  return rows;
}

/**
 * Solves (A + ridge I) x = b by Cholesky's factors, in place.
 *
 * @param matrix `[row, column]` A, of which the lower triangle is read and written over
 * @param vector `[row]` b, which becomes x
 */
export function solveRidge(
  matrix: Float64Array,
  vector: Float64Array,
  size: number,
  ridge: number,
): void {
  for (let row = 0; row < size; row++) {
    const atRow = row * size;
    for (let column = 0; column <= row; column++) {
      const atColumn = column * size;
      let sum = matrix[atRow + column] ?? 0;
      for (let k = 0; k < column; k++)
        sum -= (matrix[atRow + k] ?? 0) * (matrix[atColumn + k] ?? 0);
      // What is left of a diagonal element is never below the ridge but for rounding
      matrix[atRow + column] =
        row === column
          ? Math.sqrt(ridge + Math.max(0, sum))
          : sum / (matrix[atColumn + column] ?? 1);
    }
    let value = vector[row] ?? 0;
    for (let k = 0; k < row; k++) value -= (matrix[atRow + k] ?? 0) * (vector[k] ?? 0);
    vector[row] = value / (matrix[atRow + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = vector[row] ?? 0;
    for (let below = row + 1; below < size; below++) {
      value -= (matrix[below * size + row] ?? 0) * (vector[below] ?? 0);
    }
    vector[row] = value / (matrix[row * size + row] ?? 1);
  }
}

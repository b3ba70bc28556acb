/** Added to the diagonal, so that a curvature rounded to zero still has a root. */
const RIDGE = 1e-10;

/**
 * Solves A x = b by Cholesky's decomposition A = L L^T.
 *
 * @param matrix [row, column] symmetric, positive definite
 * @param right [row]
 */
export function solvePositiveDefinite(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  const at = (row: number, column: number) => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let value = (matrix[row * size + column] ?? 0) + (row === column ? RIDGE : 0);
      for (let inner = 0; inner < column; inner++) value -= at(row, inner) * at(column, inner);
      lower[row * size + column] = row === column ? Math.sqrt(value) : value / at(column, column);
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let value = solution[row] ?? 0;
    for (let inner = 0; inner < row; inner++) value -= at(row, inner) * (solution[inner] ?? 0);
    solution[row] = value / at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = solution[row] ?? 0;
    for (let inner = row + 1; inner < size; inner++)
      value -= at(inner, row) * (solution[inner] ?? 0);
    solution[row] = value / at(row, row);
  }
  return solution;
}

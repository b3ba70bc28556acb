import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveRidge } from '../../src/linear/solve-ridge.ts';

const number = fc.double({ min: -3, max: 3, noNaN: true });

/** Rows of observations, so that the matrix of their products is one that a ridge meets. */
const problem = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    rows: fc.array(fc.array(number, { minLength: size, maxLength: size }), { maxLength: 10 }),
    vector: fc.array(number, { minLength: size, maxLength: size }),
    ridge: fc.double({ min: 0.1, max: 10, noNaN: true }),
  }),
);

it('finds what the matrix and its ridge take to the vector', () => {
  fc.assert(
    fc.property(problem, ({ size, rows, vector, ridge }) => {
      const product = (i: number, j: number) =>
        rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
      // The upper triangle holds what must not be read
      const matrix = Float64Array.from({ length: size * size }, (_, place) => {
        const [row, column] = [Math.floor(place / size), place % size];
        return column > row ? 1e9 : product(row, column);
      });
      const found = Float64Array.from(vector);
      solveRidge(matrix, found, size, ridge);
      vector.forEach((expected, row) => {
        const reached = found.reduce(
          (sum, value, column) =>
            sum + value * (product(row, column) + (row === column ? ridge : 0)),
          0,
        );
        expect(reached).toBeCloseTo(expected, 6);
      });
    }),
  );
});

it('solves equations of which most depend on each other', () => {
  const size = 6;
  const found = new Float64Array(size).fill(7);
  solveRidge(new Float64Array(size * size).fill(1e6), found, size, 1);
  // (1e6 * ones + I) x = 7: every x is 7 / (6e6 + 1)
  for (const value of found) expect(value).toBeCloseTo(7 / (6e6 + 1), 9);
});

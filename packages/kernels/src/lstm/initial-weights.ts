import { createRandom, type Random } from '../random/random.ts';
import { type LstmWeights, zeroLstmWeights } from './weights.ts';

/**
 * Draws weights as Keras initialises `LSTM(units)` and `Dense(1)`: Glorot-uniform kernels, an orthogonal
 * recurrent matrix, biases zero except the forget gate's, which is one.
 *
 * @param options.actions width of the one-hot input
 * @param options.seed same seed, same weights
 */
export function initialLstmWeights(options: {
  readonly units: number;
  readonly actions: number;
  readonly seed: number;
}): LstmWeights {
  const { units, actions, seed } = options;
  const random = createRandom(seed);
  const weights = zeroLstmWeights(units, actions);
  fillGlorotUniform(weights.kernel, actions, 4 * units, random);
  fillOrthogonalRows(weights.recurrent, units, 4 * units, random);
  weights.bias.fill(1, units, 2 * units);
  fillGlorotUniform(weights.dense, units, 1, random);
  return weights;
}

// Glorot & Bengio 2010: uniform in +-sqrt(6 / (fanIn + fanOut)).
function fillGlorotUniform(
  values: Float32Array,
  fanIn: number,
  fanOut: number,
  random: Random,
): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
}

// Rows of normals, made orthonormal by Gram-Schmidt; the projections are taken off twice, which keeps
// rows orthogonal to float64's precision ("twice is enough", Giraud et al. 2005). rows <= columns.
function fillOrthogonalRows(
  values: Float32Array,
  rows: number,
  columns: number,
  random: Random,
): void {
  const done: Float64Array[] = [];
  for (let row = 0; row < rows; row++) {
    const vector = Float64Array.from({ length: columns }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const projection = dot(vector, other);
        vector.forEach((value, i) => (vector[i] = value - projection * (other[i] ?? 0)));
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    vector.forEach((value, i) => (vector[i] = value / norm));
    done.push(vector);
    values.set(vector, row * columns);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

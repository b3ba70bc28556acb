import { createRandom, type Random } from '../random/random.ts';
import { maskedLmShapes, type MaskedLmSize, type MaskedLmWeights, valueCount } from './size.ts';

/**
 * Draws weights as Keras initialises the same layers: embeddings uniform in +-.05, kernels Glorot-uniform
 * (those of the attention with the fans of their three axes), positions sinusoidal, gammas one, biases zero.
 *
 * @param seed same seed, same weights
 */
export function initialMaskedLmWeights(size: MaskedLmSize, seed: number): MaskedLmWeights {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  for (const [name, shape] of maskedLmShapes(size)) {
    const values = new Float32Array(valueCount(shape));
    const limit = uniformLimit(name, shape, size);
    if (name === 'positions') fillSinusoids(values, size.dimensions);
    else if (name.endsWith('.gamma')) values.fill(1);
    else if (limit > 0) fillUniform(values, limit, random);
    weights.set(name, values);
  }
  return weights;
}

const EMBEDDING_LIMIT = 0.05;

function uniformLimit(name: string, shape: readonly number[], size: MaskedLmSize): number {
  const { dimensions, heads, items } = size;
  const [rows = 0, columns = 0] = shape;
  const headSize = dimensions / heads;
  if (name === 'embedding') return EMBEDDING_LIMIT;
  if (name === 'output') return glorot(items, dimensions); // Keras holds it as [D, items]
  // Keras' kernels are [D, heads, head size] and [heads, head size, D]; the fans count all axes but the
  // last two as a receptive field.
  if (name.endsWith('attention.kernel')) return glorot(dimensions * heads, dimensions * headSize);
  if (name.endsWith('merge.kernel')) return glorot(heads * headSize, heads * dimensions);
  return name.endsWith('.kernel') ? glorot(rows, columns) : 0;
}

// Glorot & Bengio 2010.
function glorot(fanIn: number, fanOut: number): number {
  return Math.sqrt(6 / (fanIn + fanOut));
}

function fillUniform(values: Float32Array, limit: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
}

// Vaswani et al. 2017, section 3.5: sines at even dimensions, cosines at odd ones.
function fillSinusoids(values: Float32Array, dimensions: number): void {
  for (let i = 0; i < values.length; i++) {
    const position = Math.floor(i / dimensions);
    const dimension = i % dimensions;
    const angle = position / 10_000 ** ((2 * (dimension >> 1)) / dimensions);
    values[i] = dimension % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  }
}

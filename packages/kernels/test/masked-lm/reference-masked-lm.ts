import {
  dropoutFactor,
  type MaskedLmSize,
  type MaskedLmWeights,
  type MaskedTrainingBatch,
} from '../../src/index.ts';

/** A matrix of float64 rows. */
type Rows = number[][];

/**
 * The mean loss in float64, written from the papers' equations and without a thought for speed. Its gradients
 * are differences of this loss: nothing here knows a derivative.
 */
export function referenceLoss(
  size: MaskedLmSize,
  weights: MaskedLmWeights | ReadonlyMap<string, Float64Array>,
  batch: MaskedTrainingBatch,
  temperature = 0,
): number {
  const hidden = referenceHidden(size, weights, batch);
  const output = matrix(weights, size.isTied ? 'embedding' : 'output', size.dimensions);
  const bias = vector(weights, 'bias');
  let sum = 0;
  batch.masked.forEach((token, m) => {
    const target = batch.targets[m]!;
    const logitOf = (item: number): number => {
      const state = hidden[token]!;
      const row = output[item]!;
      if (temperature === 0) return dot(state, row) + bias[item]!;
      const cosine = dot(state, row) / Math.sqrt(dot(state, state) * dot(row, row));
      return temperature * cosine + bias[item]!;
    };
    const { samples } = batch;
    const corrected = (item: number) => logitOf(item) - (samples?.logCounts[item] ?? 0);
    const others =
      samples === undefined
        ? Array.from({ length: size.items }, (_, item) => item).filter((item) => item !== target)
        : [...samples.items].filter((item) => item !== target);
    const logits = [target, ...others].map(corrected);
    const largest = Math.max(...logits);
    const total = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0);
    sum += Math.log(total) + largest - logits[0]!;
  });
  return sum / batch.masked.length;
}

/** Hidden states `[token][D]` before any normalisation for cosines. */
export function referenceHidden(
  size: MaskedLmSize,
  weights: MaskedLmWeights | ReadonlyMap<string, Float64Array>,
  batch: MaskedTrainingBatch,
): Rows {
  const { dimensions, heads, layers } = size;
  const embedding = matrix(weights, 'embedding', dimensions);
  const places = matrix(weights, 'positions', dimensions);
  const { dropout } = batch;
  const dropped = (rows: Rows, site: number): Rows =>
    rows.map((row, token) =>
      row.map((value, dimension) =>
        dropout === undefined
          ? value
          : value * dropoutFactor(dropout, { token, site, dimension, layers, dimensions }),
      ),
    );
  let x = [...batch.tokens].map((token, i) => sum(embedding[token]!, places[batch.positions[i]!]!));
  if (dropout?.isOnInput === true) x = dropped(x, 0);
  for (let layer = 0; layer < layers; layer++) {
    const name = (part: string) => `layers.${layer}.${part}`;
    const dense = (rows: Rows, part: string, columns: number) =>
      affine(
        rows,
        matrix(weights, name(`${part}.kernel`), columns),
        vector(weights, name(`${part}.bias`)),
      );
    const norm = (rows: Rows, part: string) =>
      rows.map((row) =>
        layerNorm(
          row,
          vector(weights, name(`${part}.gamma`)),
          vector(weights, name(`${part}.beta`)),
        ),
      );
    const qkv = dense(x, 'attention', 3 * dimensions);
    const merged = dense(attention(qkv, batch.offsets, dimensions, heads), 'merge', dimensions);
    const attended = dropped(merged, 1 + 2 * layer);
    const y = norm(
      x.map((row, i) => sum(row, attended[i]!)),
      'norm1',
    );
    const inner = dense(y, 'inner', size.feedForward).map((row) => row.map((v) => Math.max(v, 0)));
    const fed = dropped(dense(inner, 'outer', dimensions), 2 + 2 * layer);
    x = norm(
      y.map((row, i) => sum(row, fed[i]!)),
      'norm2',
    );
  }
  return x;
}

function attention(qkv: Rows, offsets: Int32Array, dimensions: number, heads: number): Rows {
  const size = dimensions / heads;
  const part = (row: number[], which: number, head: number) =>
    row.slice(which * dimensions + head * size, which * dimensions + (head + 1) * size);
  const out: Rows = [];
  for (let session = 0; session + 1 < offsets.length; session++) {
    const rows = qkv.slice(offsets[session], offsets[session + 1]);
    for (const row of rows) {
      const heads_ = Array.from({ length: heads }, (_, head) => {
        const scores = rows.map(
          (other) => dot(part(row, 0, head), part(other, 1, head)) / Math.sqrt(size),
        );
        const largest = Math.max(...scores);
        const exponentials = scores.map((score) => Math.exp(score - largest));
        const total = exponentials.reduce((all, value) => all + value, 0);
        return rows
          .map((other, j) => part(other, 2, head).map((v) => (v * exponentials[j]!) / total))
          .reduce(sum);
      });
      out.push(heads_.flat());
    }
  }
  return out;
}

function layerNorm(row: number[], gamma: Float64Array, beta: Float64Array): number[] {
  const mean = row.reduce((all, value) => all + value, 0) / row.length;
  const variance = row.reduce((all, value) => all + (value - mean) ** 2, 0) / row.length;
  return row.map(
    (value, i) => (gamma[i]! * (value - mean)) / Math.sqrt(variance + 1e-6) + beta[i]!,
  );
}

function affine(rows: Rows, kernel: Rows, bias: Float64Array): Rows {
  return rows.map((row) =>
    [...bias].map((start, column) =>
      row.reduce((all, v, i) => all + v * kernel[i]![column]!, start),
    ),
  );
}

function matrix(
  weights: MaskedLmWeights | ReadonlyMap<string, Float64Array>,
  name: string,
  columns: number,
): Rows {
  const values = vector(weights, name);
  return Array.from({ length: values.length / columns }, (_, row) => [
    ...values.subarray(row * columns, (row + 1) * columns),
  ]);
}

function vector(
  weights: MaskedLmWeights | ReadonlyMap<string, Float64Array>,
  name: string,
): Float64Array {
  const values = weights.get(name);
  if (values === undefined) throw new Error(`no weights ${name}`);
  return values instanceof Float64Array ? values : Float64Array.from(values);
}

const sum = (a: number[], b: number[]): number[] => a.map((value, i) => value + b[i]!);
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((all, value, i) => all + value * b[i]!, 0);

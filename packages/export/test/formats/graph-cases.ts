import * as g from '../../src/index.ts';

/** A tensor in the open: row-major values under a shape. */
export interface Values {
  readonly type: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A small graph, what goes in, and what must come out by hand. */
export interface GraphCase {
  readonly name: string;
  readonly outputs: Readonly<Record<string, g.Tensor>>;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly expected: Readonly<Record<string, Values>>;
}

const float = (shape: readonly number[], ...values: readonly number[]): Values => ({
  type: 'float32',
  shape,
  values,
});
const int = (shape: readonly number[], ...values: readonly number[]): Values => ({
  ...float(shape, ...values),
  type: 'int32',
});

const x = g.input('x', 'float32', ['batch', 3]);
const ids = g.input('ids', 'int32', ['batch', 'time']);
const blocks = g.input('blocks', 'float32', ['batch', 2, 2]);
const bits = (tensor: g.Tensor) => g.cast(tensor, 'int32');
const constant = (shape: readonly number[], ...values: readonly number[]) =>
  g.constant(Float32Array.from(values), shape);
const three = g.scalar(3, 'int32');

const X = { x: float([2, 3], 1, -2, 3, 4, 0, -6) };
const IDS = { ids: int([2, 4], 3, 1, 4, 1, 5, 9, 2, 6) };
const BLOCKS = { blocks: float([1, 2, 2], 1, 2, 3, 4) };

function one(name: string, y: g.Tensor, inputs: GraphCase['inputs'], expected: Values): GraphCase {
  return { name, outputs: { y }, inputs, expected: { y: expected } };
}

const elementwise = [
  one('abs', g.abs(x), X, float([2, 3], 1, 2, 3, 4, 0, 6)),
  one('relu', g.relu(x), X, float([2, 3], 1, 0, 3, 4, 0, 0)),
  one('sqrt', g.sqrt(g.multiply(x, x)), X, float([2, 3], 1, 2, 3, 4, 0, 6)),
  one('exp', g.exp(g.minimum(x, g.scalar(0, 'float32'))), X, {
    ...X.x,
    values: [1, Math.exp(-2), 1, 1, 1, Math.exp(-6)],
  }),
  one('sigmoid', g.sigmoid(x), X, {
    ...X.x,
    values: X.x.values.map((value) => 1 / (1 + Math.exp(-value))),
  }),
  one('tanh', g.tanh(x), X, { ...X.x, values: X.x.values.map(Math.tanh) }),
  one('add, with a row that stretches', g.add(x, constant([3], 10, 20, 30)), X, {
    ...X.x,
    values: [11, 18, 33, 14, 20, 24],
  }),
  one(
    'subtract, with a column that stretches',
    g.subtract(x, g.sum(x, 1, { keepsAxis: true })),
    X,
    {
      ...X.x,
      values: [-1, -4, 1, 6, 2, -4],
    },
  ),
  one('divide', g.divide(x, g.scalar(4, 'float32')), X, {
    ...X.x,
    values: [0.25, -0.5, 0.75, 1, 0, -1.5],
  }),
  one('whole numbers', g.subtract(g.multiply(ids, three), g.add(ids, ids)), IDS, IDS.ids),
  one('minimum', g.minimum(ids, three), IDS, int([2, 4], 3, 1, 3, 1, 3, 3, 2, 3)),
  one('maximum', g.maximum(ids, three), IDS, int([2, 4], 3, 3, 4, 3, 5, 9, 3, 6)),
];

const choices = [
  one('equal', bits(g.equal(ids, three)), IDS, int([2, 4], 1, 0, 0, 0, 0, 0, 0, 0)),
  one('less', bits(g.less(ids, three)), IDS, int([2, 4], 0, 1, 0, 1, 0, 0, 1, 0)),
  one('lessEqual', bits(g.lessEqual(ids, three)), IDS, int([2, 4], 1, 1, 0, 1, 0, 0, 1, 0)),
  one('greater', bits(g.greater(ids, three)), IDS, int([2, 4], 0, 0, 1, 0, 1, 1, 0, 1)),
  one('greaterEqual', bits(g.greaterEqual(ids, three)), IDS, int([2, 4], 1, 0, 1, 0, 1, 1, 0, 1)),
  one(
    'and, or, not',
    bits(
      g.or(
        g.and(g.greater(ids, three), g.less(ids, g.scalar(6, 'int32'))),
        g.not(g.greater(ids, g.scalar(1, 'int32'))),
      ),
    ),
    IDS,
    int([2, 4], 0, 1, 1, 1, 1, 0, 0, 0),
  ),
  one(
    'where, with a scalar that stretches',
    g.where(g.greater(x, g.scalar(0, 'float32')), x, g.scalar(-1, 'float32')),
    X,
    float([2, 3], 1, -1, 3, 4, -1, -1),
  ),
  one(
    'cast',
    g.cast(g.multiply(x, g.scalar(1.5, 'float32')), 'int32'),
    X,
    int([2, 3], 1, -3, 4, 6, 0, -9),
  ),
  one(
    'gather',
    g.gather(constant([3, 2], 0, 1, 10, 11, 20, 21), g.minimum(ids, g.scalar(2, 'int32'))),
    IDS,
    float([2, 4, 2], 20, 21, 10, 11, 20, 21, 10, 11, 20, 21, 20, 21, 20, 21, 20, 21),
  ),
  {
    name: 'topK, where of equal elements the first comes first',
    outputs: (() => {
      const { values, indices } = g.topK(g.minimum(x, g.scalar(1, 'float32')), 2);
      return { values, indices };
    })(),
    inputs: X,
    expected: { values: float([2, 2], 1, 1, 1, 0), indices: int([2, 2], 0, 2, 0, 1) },
  },
];

const alongAxes = [
  one('sum', g.sum(x, 0), X, float([3], 5, -2, -3)),
  one('sum of whole numbers', g.sum(ids, 1), IDS, int([2], 9, 22)),
  one('max', g.max(x, -1, { keepsAxis: true }), X, float([2, 1], 3, 4)),
  one('mean', g.mean(x, -1), X, float([2], 2 / 3, -2 / 3)),
  one('cumulativeSum', g.cumulativeSum(ids, 1), IDS, int([2, 4], 3, 4, 8, 9, 5, 14, 16, 22)),
  one('softmax', g.softmax(g.multiply(x, g.scalar(0, 'float32'))), X, {
    ...X.x,
    values: Array<number>(6).fill(1 / 3),
  }),
  one('transpose', g.transpose(blocks, [2, 0, 1]), BLOCKS, float([2, 1, 2], 1, 3, 2, 4)),
  one('reshape', g.reshape(x, ['rows', 1]), X, float([6, 1], ...X.x.values)),
  one('insertAxis', g.insertAxis(ids, -1), IDS, int([2, 4, 1], ...IDS.ids.values)),
];

const products = [
  one('matMul', g.matMul(x, constant([3, 1], 1, 1, 2)), X, float([2, 1], 5, -8)),
  one(
    'matMul by a table of rows',
    g.matMul(x, constant([2, 3], 1, 0, 0, 0, 1, 1), { transposesB: true }),
    X,
    float([2, 2], 1, 1, 4, -6),
  ),
  one('matMul of batches', g.matMul(blocks, blocks), BLOCKS, float([1, 2, 2], 7, 10, 15, 22)),
  one(
    'matMul of batches by rows',
    g.matMul(blocks, blocks, { transposesB: true }),
    BLOCKS,
    float([1, 2, 2], 5, 11, 11, 25),
  ),
  one(
    'dense over the last axis',
    g.dense(blocks, constant([2, 1], 10, 1), constant([1], 0.5)),
    BLOCKS,
    float([1, 2, 1], 12.5, 34.5),
  ),
  one(
    'layerNorm',
    g.layerNorm(blocks, { gamma: constant([2], 2, 2), beta: constant([2], 1, 1), epsilon: 0 }),
    BLOCKS,
    float([1, 2, 2], -1, 3, -1, 3),
  ),
];

/** Each operation at least once, under both a free and a fixed axis where it has them. */
export const GRAPH_CASES: readonly GraphCase[] = [
  ...elementwise,
  ...choices,
  ...alongAxes,
  ...products,
  {
    name: 'an input that is an output, and a result that is two',
    outputs: { same: g.add(x, g.scalar(0, 'float32')), echo: x },
    inputs: X,
    expected: { same: X.x, echo: X.x },
  },
];

/** A case's graph. */
export function graphOf({ outputs }: GraphCase): g.Graph {
  return { name: 'case', producer: 'test', description: '', outputs };
}

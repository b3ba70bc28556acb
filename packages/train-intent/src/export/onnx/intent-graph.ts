import type { LstmWeights } from '@lf/kernels';
import { encodeOnnxModel, onnxDataType, type OnnxModel, type OnnxNode } from './onnx-model.ts';

/**
 * The trained model as an ONNX file.
 *
 * Input `x` float32 [batch, time, 7]: one-hot actions, rows framed by start and end. An all-zero
 * step is padding and is skipped wherever it stands, as Keras's Masking does. Output `probability`
 * float32 [batch, 1]: of a purchase. The file opens in ONNX Runtime 1.12 and later.
 *
 * @returns the bytes of model.onnx; same weights, same bytes
 */
export function exportIntentOnnx(weights: LstmWeights): Uint8Array {
  return encodeOnnxModel(intentGraph(weights));
}

function intentGraph(weights: LstmWeights): OnnxModel {
  const { units, actions } = weights;
  return {
    name: 'intent',
    producer: '@lf/train-intent',
    documentation:
      'Will this session end in a purchase? x: one-hot start, end, add, remove, purchase, detail, view.',
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', 'time', actions] }],
    outputs: [{ name: 'probability', type: 'float32', shape: ['batch', 1] }],
    initializers: [
      {
        name: 'W',
        shape: [1, 4 * units, actions],
        values: transposedGates(weights.kernel, actions, units),
      },
      {
        name: 'R',
        shape: [1, 4 * units, units],
        values: transposedGates(weights.recurrent, units, units),
      },
      { name: 'B', shape: [1, 8 * units], values: biases(weights.bias, units) },
      { name: 'dense', shape: [units, 1], values: weights.dense },
      { name: 'denseBias', shape: [1], values: weights.denseBias },
      { name: 'zero', shape: [], values: Float32Array.of(0) },
      { name: 'zeroIndex', shape: [], values: BigInt64Array.of(0n) },
      { name: 'oneIndex', shape: [], values: BigInt64Array.of(1n) },
      { name: 'axis0', shape: [1], values: BigInt64Array.of(0n) },
      { name: 'axis1', shape: [1], values: BigInt64Array.of(1n) },
      { name: 'axis2', shape: [1], values: BigInt64Array.of(2n) },
    ],
    nodes: [...stepsWithoutPadding(), ...lstmToProbability(units)],
  };
}

/** From x: `steps` [time, batch, action], real steps first, and `lengths` [batch], how many. */
function stepsWithoutPadding(): OnnxNode[] {
  const float = { to: onnxDataType('float32') };
  const int32 = { to: onnxDataType('int32') };
  return [
    node('ReduceL1', ['x'], 'magnitude', { axes: [2], keepdims: 0 }), // [batch, time]
    node('Greater', ['magnitude', 'zero'], 'isReal'),
    node('Cast', ['isReal'], 'real', float),
    node('ReduceSum', ['real', 'axis1'], 'realSteps', { keepdims: 0 }), // [batch]
    node('Cast', ['realSteps'], 'lengths', int32),
    // A stable partition: a step's key is its place from the end, plus all places if it is real.
    node('Shape', ['x'], 'time', { start: 1, end: 2 }), // [1]
    node('Squeeze', ['time', 'axis0'], 'timeScalar'),
    node('Range', ['zeroIndex', 'timeScalar', 'oneIndex'], 'places'), // [time]
    node('Sub', ['time', 'places'], 'placesFromEnd'),
    node('Cast', ['placesFromEnd'], 'rank', float),
    node('Cast', ['time'], 'allPlaces', float),
    node('Mul', ['real', 'allPlaces'], 'lift'),
    node('Add', ['rank', 'lift'], 'keys'), // [batch, time], all different within a row
    {
      operator: 'TopK',
      inputs: ['keys', 'time'],
      outputs: ['orderedKeys', 'order'],
      attributes: { axis: 1 },
    },
    node('Unsqueeze', ['order', 'axis2'], 'orderColumn'), // [batch, time, 1]
    node('Shape', ['x'], 'shape'),
    node('Expand', ['orderColumn', 'shape'], 'orderOfActions'), // [batch, time, action]
    node('GatherElements', ['x', 'orderOfActions'], 'partitioned', { axis: 1 }),
    node('Transpose', ['partitioned'], 'steps', { perm: [1, 0, 2] }),
  ];
}

function lstmToProbability(units: number): OnnxNode[] {
  return [
    {
      operator: 'LSTM',
      inputs: ['steps', 'W', 'R', 'B', 'lengths'],
      outputs: ['', 'lastHidden'], // Y_h [direction, batch, unit]: the hidden state after the last step
      attributes: { hidden_size: units },
    },
    node('Squeeze', ['lastHidden', 'axis0'], 'hidden'), // [batch, unit]
    node('Gemm', ['hidden', 'dense', 'denseBias'], 'logit'), // [batch, 1]
    node('Sigmoid', ['logit'], 'probability'),
  ];
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes?: Readonly<Record<string, number | readonly number[]>>,
): OnnxNode {
  return {
    operator,
    inputs,
    outputs: [output],
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** Which of Keras's gates i, f, c, o stands at each place of ONNX's i, o, f, c. */
const GATE_ORDER = [0, 3, 1, 2] as const;

/** [input, 4 * unit] in Keras's gate order -> [4 * unit, input] in ONNX's. */
function transposedGates(matrix: Float32Array, inputs: number, units: number): Float32Array {
  const transposed = new Float32Array(matrix.length);
  GATE_ORDER.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++) {
        transposed[(place * units + unit) * inputs + input] =
          matrix[input * 4 * units + gate * units + unit] ?? 0;
      }
    }
  });
  return transposed;
}

/** [4 * unit] -> [8 * unit]: ONNX adds a bias to each of the two products; Keras has one, here the first. */
function biases(bias: Float32Array, units: number): Float32Array {
  const both = new Float32Array(8 * units);
  both.set(transposedGates(bias, 1, units));
  return both;
}

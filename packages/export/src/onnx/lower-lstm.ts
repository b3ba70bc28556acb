import type { Operation } from '../graph/operation.ts';
import { onnxDataType } from './onnx-model.ts';
import type { OnnxWriter } from './onnx-writer.ts';

/** [batch, unit]: ONNX's LSTM knows lengths only, so real steps are moved to the front. */
export function lowerLstm(
  writer: OnnxWriter,
  { steps, isReal, parameters }: Extract<Operation, { kind: 'lstm' }>,
): string {
  const { units, kernel, recurrent, bias } = parameters;
  const features = kernel.length / (4 * units);
  const { ordered, lengths } = stepsWithoutPadding(
    writer,
    writer.nameOf(steps),
    writer.nameOf(isReal),
  );
  const weights = [
    writer.weights(transposedGates(kernel, features, units), [1, 4 * units, features], 'W'),
    writer.weights(transposedGates(recurrent, units, units), [1, 4 * units, units], 'R'),
    writer.weights(biases(bias, units), [1, 8 * units], 'B'),
  ];
  // Y_h [direction, batch, unit]: the hidden state after the last step
  const [, lastHidden = ''] = writer.nodeOf(
    'LSTM',
    [ordered, ...weights, lengths],
    ['left out', 'used'],
    { hidden_size: units },
  );
  return writer.node('Squeeze', [lastHidden, writer.integers([0])]);
}

/** From [batch, time, feature]: `ordered` [time, batch, feature], real steps first, and `lengths` [batch], how many. */
function stepsWithoutPadding(writer: OnnxWriter, steps: string, isReal: string) {
  const float = { to: onnxDataType('float32') };
  const real = writer.node('Cast', [isReal], float); // [batch, time]
  const realSteps = writer.node('ReduceSum', [real, writer.integers([1])], { keepdims: 0 });
  const lengths = writer.node('Cast', [realSteps], { to: onnxDataType('int32') });
  // A stable partition: a step's key is its place from the end, plus all places if it is real.
  const time = writer.node('Shape', [steps], { start: 1, end: 2 }); // [1]
  const timeScalar = writer.node('Squeeze', [time, writer.integers([0])]);
  const places = writer.node('Range', [writer.integers(0), timeScalar, writer.integers(1)]);
  const rank = writer.node('Cast', [writer.node('Sub', [time, places])], float);
  const lift = writer.node('Mul', [real, writer.node('Cast', [time], float)]);
  const keys = writer.node('Add', [rank, lift]); // [batch, time], all different within a row
  const [, order = ''] = writer.nodeOf('TopK', [keys, time], ['used', 'used'], {
    axis: 1,
  });
  const orderColumn = writer.node('Unsqueeze', [order, writer.integers([2])]); // [batch, time, 1]
  const orderOfSteps = writer.node('Expand', [orderColumn, writer.node('Shape', [steps])]);
  const partitioned = writer.node('GatherElements', [steps, orderOfSteps], { axis: 1 });
  return { ordered: writer.node('Transpose', [partitioned], { perm: [1, 0, 2] }), lengths };
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

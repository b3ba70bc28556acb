import type { Operation } from '../graph/operation.ts';
import type { ElementType } from '../graph/tensor.ts';
import {
  constantNode,
  flagAttribute,
  typeAttribute,
  type Attribute,
  type TensorflowFunction,
  type TensorflowNode,
} from './node.ts';
import type { TensorflowWriter } from './tensorflow-writer.ts';

const FLOAT = { T: typeAttribute('float32') };
const INT32 = typeAttribute('int32');

/** What goes round the loop; all but step, hidden and cell stay as they are. */
const STATE = [
  { name: 'step', type: 'int32', shape: [] },
  { name: 'hidden', type: 'float32', shape: ['batch', 'unit'] },
  { name: 'cell', type: 'float32', shape: ['batch', 'unit'] },
  { name: 'time', type: 'int32', shape: [] },
  { name: 'projected', type: 'float32', shape: ['time', 'batch', 'gate'] },
  { name: 'is_real', type: 'bool', shape: ['batch', 'time', 1] },
  { name: 'recurrent', type: 'float32', shape: ['unit', 'gate'] },
] as const satisfies readonly {
  name: string;
  type: ElementType;
  shape: readonly (string | number)[];
}[];

/** [batch, unit]: a loop over time that keeps a row's state at steps that are not real. */
export function lowerLstm(
  writer: TensorflowWriter,
  { steps, isReal, parameters }: Extract<Operation, { kind: 'lstm' }>,
): string {
  const { units, kernel, recurrent, bias } = parameters;
  const features = kernel.length / (4 * units);
  // The input's share of all gates at all steps is one product, before the loop.
  const stepsFirst = writer.node('Transpose', [writer.nameOf(steps), writer.integers([1, 0, 2])], {
    ...FLOAT,
    Tperm: INT32,
  }); // [time, batch, feature]
  const product = writer.node(
    'BatchMatMulV2',
    [stepsFirst, writer.weights(kernel, [features, 4 * units], 'lstm_kernel')],
    { ...FLOAT, adj_x: flagAttribute(false), adj_y: flagAttribute(false) },
  );
  const projected = writer.node(
    'AddV2',
    [product, writer.weights(bias, [4 * units], 'lstm_bias')],
    FLOAT,
  );
  const isRealColumn = writer.node('ExpandDims', [writer.nameOf(isReal), writer.integers(2)], {
    T: typeAttribute('bool'),
    Tdim: INT32,
  });
  const zeros = zeroState(writer, stepsFirst, units);
  const state = [
    writer.integers(0),
    zeros.state,
    zeros.state,
    zeros.time,
    projected,
    isRealColumn,
    writer.weights(recurrent, [units, 4 * units], 'lstm_recurrent'),
  ];
  const loop = writer.node('StatelessWhile', state, {
    T: { kind: 'types', types: STATE.map(({ type }) => type) },
    output_shapes: { kind: 'shapes', shapes: STATE.map(({ shape }) => shape) },
    cond: writer.function('lstm_has_next', hasNext),
    body: writer.function('lstm_step', takeStep),
    parallel_iterations: { kind: 'integer', integer: 1 },
    // TensorFlow's executor runs the loop's nodes itself, which is faster than calls.
    _lower_using_switch_merge: flagAttribute(true),
  });
  return `${loop}:1`;
}

/** `time`, how many steps there are, and `state`, zeros [batch, unit]. */
function zeroState(writer: TensorflowWriter, stepsFirst: string, units: number) {
  const shape = writer.node('Shape', [stepsFirst], { ...FLOAT, out_type: INT32 });
  const size = (axis: number) =>
    writer.node('GatherV2', [shape, writer.integers(axis), writer.integers(0)], {
      Tparams: INT32,
      Tindices: INT32,
      Taxis: INT32,
      batch_dims: { kind: 'integer', integer: 0 },
    });
  const dimensions = writer.node('Pack', [size(1), writer.integers(units)], {
    N: { kind: 'integer', integer: 2 },
    T: INT32,
    axis: { kind: 'integer', integer: 0 },
  });
  const zero = writer.weights(Float32Array.of(0), [], 'zero');
  const state = writer.node('Fill', [dimensions, zero], { ...FLOAT, index_type: INT32 });
  return { time: size(0), state };
}

const ARGUMENTS = STATE.map(({ name, type }) => ({ name, type }));

function hasNext(name: string): TensorflowFunction {
  return {
    name,
    inputs: ARGUMENTS,
    outputs: [{ name: 'has_next', type: 'bool', from: 'less:z:0' }],
    nodes: [node('less', 'Less', ['step', 'time'], { T: INT32 })],
  };
}

/** One step: gates i, f, c, o; cell = f * cell + i * tanh(c); hidden = o * tanh(cell). */
function takeStep(name: string): TensorflowFunction {
  const at = {
    Tindices: INT32,
    Taxis: INT32,
    batch_dims: { kind: 'integer', integer: 0 },
  } as const;
  const product = {
    ...FLOAT,
    transpose_a: flagAttribute(false),
    transpose_b: flagAttribute(false),
  };
  const nodes: TensorflowNode[] = [
    constantNode('zero', Int32Array.of(0), []),
    constantNode('one', Int32Array.of(1), []),
    node('next', 'AddV2', ['step', 'one:output:0'], { T: INT32 }),
    node('here', 'GatherV2', ['projected', 'step', 'zero:output:0'], {
      ...at,
      Tparams: typeAttribute('float32'),
    }),
    node('remembered', 'MatMul', ['hidden', 'recurrent'], product),
    node('gates', 'AddV2', ['here:output:0', 'remembered:product:0'], FLOAT),
    node('split', 'Split', ['one:output:0', 'gates:z:0'], {
      ...FLOAT,
      num_split: { kind: 'integer', integer: 4 },
    }),
    node('input', 'Sigmoid', ['split:output:0'], FLOAT),
    node('forget', 'Sigmoid', ['split:output:1'], FLOAT),
    node('candidate', 'Tanh', ['split:output:2'], FLOAT),
    node('output', 'Sigmoid', ['split:output:3'], FLOAT),
    node('kept', 'Mul', ['forget:y:0', 'cell'], FLOAT),
    node('added', 'Mul', ['input:y:0', 'candidate:y:0'], FLOAT),
    node('new_cell', 'AddV2', ['kept:z:0', 'added:z:0'], FLOAT),
    node('cell_tanh', 'Tanh', ['new_cell:z:0'], FLOAT),
    node('new_hidden', 'Mul', ['output:y:0', 'cell_tanh:y:0'], FLOAT),
    node('real', 'GatherV2', ['is_real', 'step', 'one:output:0'], {
      ...at,
      Tparams: typeAttribute('bool'),
    }),
    node('hidden_after', 'SelectV2', ['real:output:0', 'new_hidden:z:0', 'hidden'], FLOAT),
    node('cell_after', 'SelectV2', ['real:output:0', 'new_cell:z:0', 'cell'], FLOAT),
  ];
  const from: Readonly<Record<string, string>> = {
    step: 'next:z:0',
    hidden: 'hidden_after:output:0',
    cell: 'cell_after:output:0',
  };
  const outputs = ARGUMENTS.map(({ name: argument, type }) => ({
    name: `${argument}_after`,
    type,
    from: from[argument] ?? argument,
  }));
  return { name, inputs: ARGUMENTS, outputs, nodes };
}

function node(
  name: string,
  operator: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
): TensorflowNode {
  return { name, operator, inputs, attributes };
}

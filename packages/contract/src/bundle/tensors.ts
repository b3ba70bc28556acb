import { TensorsRefusedError } from '../errors.ts';
import { ACTIONS } from '../session/actions.ts';
import type { BundleManifest, TensorDescription } from './manifest.ts';

/** What a manifest says of the tensors at a model's borders. */
export type ModelTensors = Pick<BundleManifest, 'inputs' | 'outputs'>;

/** Of every intent model: one-hot sessions in, the probability of a purchase out. */
export const INTENT_TENSORS: ModelTensors = {
  inputs: [{ name: 'x', dtype: 'float32', shape: ['batch', 'time', ACTIONS.length] }],
  outputs: [{ name: 'probability', dtype: 'float32', shape: ['batch', 1] }],
};

/**
 * Of every rec model: token ids in; the best items' token ids, best first, and their scores out.
 *
 * @param k how many items it names
 */
export function recTensors(k: number): ModelTensors {
  return {
    inputs: [{ name: 'ids', dtype: 'int32', shape: ['batch', 'time'] }],
    outputs: [
      { name: 'items', dtype: 'int32', shape: ['batch', k] },
      { name: 'scores', dtype: 'float32', shape: ['batch', k] },
    ],
  };
}

/** Names of the tensors of an intent model. */
export interface IntentBorders {
  /** Input [batch, time, action], float32. */
  readonly input: string;
  readonly actions: number;
  /** Output [batch, 1], float32. */
  readonly output: string;
}

/**
 * The tensors of an intent model, whatever their names.
 *
 * @throws TensorsRefusedError for other shapes
 */
export function intentBorders({ inputs, outputs }: ModelTensors): IntentBorders {
  const [input, ...moreInputs] = inputs;
  const actions = input?.shape[2];
  if (
    moreInputs.length > 0 ||
    input?.dtype !== 'float32' ||
    input.shape.length !== 3 ||
    typeof actions !== 'number'
  ) {
    throw new TensorsRefusedError('one float32 input [batch, time, <actions>]', describe(inputs));
  }
  const [output, ...moreOutputs] = outputs;
  if (
    moreOutputs.length > 0 ||
    output?.dtype !== 'float32' ||
    output.shape.length !== 2 ||
    output.shape[1] !== 1
  ) {
    throw new TensorsRefusedError('one float32 output [batch, 1]', describe(outputs));
  }
  return { input: input.name, actions, output: output.name };
}

/** Names and sizes of the tensors of a rec model. */
export interface RecBorders {
  /** Input [batch, time], int32: token ids. */
  readonly input: string;
  /** Output [batch, k], int32: token ids, best first. */
  readonly items: 'items';
  /** Output [batch, k], float32. */
  readonly scores: 'scores';
  readonly k: number;
}

/**
 * The tensors of a rec model.
 *
 * @param itemCount how many items the vocabulary has
 * @throws TensorsRefusedError for other shapes, or a longer list than there are items
 */
export function recBorders({ inputs, outputs }: ModelTensors, itemCount: number): RecBorders {
  const [input, ...moreInputs] = inputs;
  if (
    moreInputs.length > 0 ||
    input?.dtype !== 'int32' ||
    input.shape.length !== 2 ||
    input.shape.some((size) => typeof size === 'number')
  ) {
    throw new TensorsRefusedError('one int32 input [batch, time]', describe(inputs));
  }
  const items = outputs.find(({ name }) => name === 'items');
  const scores = outputs.find(({ name }) => name === 'scores');
  const k = items?.shape[1];
  if (
    outputs.length !== 2 ||
    items?.dtype !== 'int32' ||
    scores?.dtype !== 'float32' ||
    items.shape.length !== 2 ||
    scores.shape.length !== 2 ||
    typeof k !== 'number' ||
    scores.shape[1] !== k
  ) {
    throw new TensorsRefusedError(
      'the outputs items int32 [batch, <k>] and scores float32 [batch, <k>]',
      describe(outputs),
    );
  }
  if (k > itemCount) {
    throw new TensorsRefusedError(
      `at most as many recommended items as the vocabulary has (${itemCount})`,
      String(k),
    );
  }
  return { input: input.name, items: 'items', scores: 'scores', k };
}

/** `x float32 [batch, time, 7]`, for messages. */
function describe(tensors: readonly TensorDescription[]): string {
  return tensors
    .map(({ name, dtype, shape }) => `${name} ${dtype} [${shape.join(', ')}]`)
    .join(', ');
}

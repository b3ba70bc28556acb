import type { BundleManifest } from '@lf/deploy';
import { ModelRefusedError } from '../errors.ts';

export const MODEL_PATH = 'model.onnx';

/** Names and sizes of the one input and the one output of an intent model. */
export interface IntentContract {
  /** Input [batch, time, action], float32. */
  readonly input: string;
  readonly actions: number;
  /** Output [batch, 1], float32. */
  readonly output: string;
}

const shown = (shape: readonly (string | number)[]) => `[${shape.join(', ')}]`;

/**
 * What this server needs to know of a manifest.
 *
 * @throws ModelRefusedError for a kind or a shape that it does not serve
 */
export function intentContract({ kind, inputs, outputs, files }: BundleManifest): IntentContract {
  if (kind !== 'intent') {
    throw new ModelRefusedError(`expected a bundle of kind "intent", got ${JSON.stringify(kind)}`);
  }
  if (!Object.hasOwn(files, MODEL_PATH)) {
    throw new ModelRefusedError(`the bundle has no ${MODEL_PATH}`);
  }
  const [input, ...moreInputs] = inputs;
  const actions = input?.shape[2];
  if (
    moreInputs.length > 0 ||
    input?.dtype !== 'float32' ||
    input.shape.length !== 3 ||
    typeof actions !== 'number'
  ) {
    throw new ModelRefusedError(
      `expected one float32 input [batch, time, <actions>], got ${inputs.map(({ name, dtype, shape }) => `${name} ${dtype} ${shown(shape)}`).join('; ')}`,
    );
  }
  const [output, ...moreOutputs] = outputs;
  if (
    moreOutputs.length > 0 ||
    output?.dtype !== 'float32' ||
    output.shape.length !== 2 ||
    output.shape[1] !== 1
  ) {
    throw new ModelRefusedError(
      `expected one float32 output [batch, 1], got ${outputs.map(({ name, dtype, shape }) => `${name} ${dtype} ${shown(shape)}`).join('; ')}`,
    );
  }
  return { input: input.name, actions, output: output.name };
}

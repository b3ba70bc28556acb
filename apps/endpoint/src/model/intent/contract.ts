import type { BundleManifest } from '@lf/deploy';
import { ModelRefusedError } from '../../errors.ts';
import { MODEL_PATH } from '../onnx-session.ts';
import { describeTensors } from '../tensors.ts';

/** Names and sizes of the one input and the one output of an intent model. */
export interface IntentContract {
  /** Input [batch, time, action], float32. */
  readonly input: string;
  readonly actions: number;
  /** Output [batch, 1], float32. */
  readonly output: string;
}

/**
 * What this server needs to know of a manifest.
 *
 * @throws ModelRefusedError for shapes that it does not serve
 */
export function intentContract({ inputs, outputs, files }: BundleManifest): IntentContract {
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
      `expected one float32 input [batch, time, <actions>], got ${describeTensors(inputs)}`,
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
      `expected one float32 output [batch, 1], got ${describeTensors(outputs)}`,
    );
  }
  return { input: input.name, actions, output: output.name };
}

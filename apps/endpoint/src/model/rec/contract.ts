import type { BundleManifest } from '@lf/deploy';
import { ModelRefusedError } from '../../errors.ts';
import { describeTensors } from '../tensors.ts';

/** Names and sizes of the one input and the two outputs of a rec model. */
export interface RecContract {
  /** Input [batch, time], int32: token ids, 0 and 1 are ignored. */
  readonly input: string;
  /** Output [batch, k], int32: token ids, best first. */
  readonly items: 'items';
  /** Output [batch, k], float32. */
  readonly scores: 'scores';
  readonly k: number;
}

/**
 * What this server needs to know of a manifest.
 *
 * @param itemCount how many items the vocabulary has
 * @throws ModelRefusedError for shapes that it does not serve
 */
export function recContract({ inputs, outputs }: BundleManifest, itemCount: number): RecContract {
  const [input, ...moreInputs] = inputs;
  if (
    moreInputs.length > 0 ||
    input?.dtype !== 'int32' ||
    input.shape.length !== 2 ||
    input.shape.some((size) => typeof size === 'number')
  ) {
    throw new ModelRefusedError(
      `expected one int32 input [batch, time], got ${describeTensors(inputs)}`,
    );
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
    throw new ModelRefusedError(
      `expected the outputs items int32 [batch, <k>] and scores float32 [batch, <k>], got ${describeTensors(outputs)}`,
    );
  }
  if (k > itemCount) {
    throw new ModelRefusedError(
      `the manifest promises the ${k} best items, but the vocabulary has ${itemCount}`,
    );
  }
  return { input: input.name, items: 'items', scores: 'scores', k };
}

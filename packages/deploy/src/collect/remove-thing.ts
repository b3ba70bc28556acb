import { SageMakerLeftoversError } from '../sagemaker/errors.ts';
import type { SageMaker } from '../sagemaker/connection.ts';
import { removeThings, type Thing } from '../sagemaker/made-things.ts';

/**
 * Removes a model or an endpoint config; one that is gone already is fine.
 *
 * @throws SageMakerLeftoversError with the command that removes it
 */
export async function removeSageMakerThing(
  sagemaker: SageMaker,
  thing: Thing & { readonly what: 'model' | 'endpoint config' },
): Promise<void> {
  const left = await removeThings(sagemaker, [thing]);
  if (left.length === 0) return;
  const failure = new Error(`Removing what no endpoint uses: SageMaker kept ${thing.name}.`);
  throw new SageMakerLeftoversError(failure, left);
}

import { ModelRefusedError } from '@lf/serving/models';
import type { Model } from '@lf/serving/models';

/**
 * A successor must take what its predecessor takes, or all callers break at once.
 *
 * @throws ModelRefusedError
 */
export function requireSameContract(
  name: string,
  { manifest: now }: Model,
  { manifest: next }: Model,
): void {
  if (now.kind !== next.kind) {
    throw new ModelRefusedError(
      `${name} serves a bundle of kind "${now.kind}", got one of kind "${next.kind}"`,
    );
  }
  const [taken, offered] = [now.inputs, next.inputs].map((tensors) => JSON.stringify(tensors));
  if (taken !== offered) {
    throw new ModelRefusedError(`${name} takes the inputs ${taken}, got ${offered}`);
  }
}

import type { BundleManifest } from '@lf/deploy';

type Tensor = BundleManifest['inputs'][number];

/** Tensors as a message shows them: `x float32 [batch, time, 7]`. */
export function describeTensors(tensors: readonly Tensor[]): string {
  return tensors
    .map(({ name, dtype, shape }) => `${name} ${dtype} [${shape.join(', ')}]`)
    .join('; ');
}

import type { ConstantValues } from '../graph/operation.ts';
import { littleEndian } from '../protobuf/little-endian.ts';

/** Weights of a TensorFlow.js model, by the name under which its topology asks for them. */
export interface NamedWeights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ConstantValues;
}

/** The files of a TensorFlow.js model, in one folder: name -> bytes. */
export type TensorflowJsFiles = Readonly<Record<'model.json' | 'weights.bin', Uint8Array>>;

/** `model.json` and `weights.bin` of a topology and its weights. */
export function tensorflowJsFiles(
  model: Readonly<Record<string, unknown>>,
  weights: readonly NamedWeights[],
): TensorflowJsFiles {
  const manifest = weights.map(({ name, shape, values }) => ({
    name,
    shape,
    dtype: values instanceof Float32Array ? 'float32' : 'int32',
  }));
  const json = { ...model, weightsManifest: [{ paths: ['weights.bin'], weights: manifest }] };
  return {
    'model.json': new TextEncoder().encode(`${JSON.stringify(json)}\n`),
    'weights.bin': Buffer.concat(weights.map(({ values }) => littleEndian(values))),
  };
}

import type { io } from '@tensorflow/tfjs-core';
import type { TensorflowJsFiles } from '../../src/index.ts';

/** Lets TensorFlow.js load a model from its two files in memory. */
export function memoryHandler(files: TensorflowJsFiles): io.IOHandler {
  const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as io.ModelJSON;
  const { modelTopology, weightsManifest, signature, userDefinedMetadata } = json;
  return {
    load: async () => ({
      modelTopology,
      ...(signature === undefined ? {} : { signature }),
      ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(files['weights.bin']).buffer,
    }),
  };
}

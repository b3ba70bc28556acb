import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { ModelCase, Outputs, TensorValues } from './model-case.ts';

/** Lets TensorFlow.js answer all batches of a model; outputs by batch. */
export async function askTensorflowJs(
  { inputName, batches, signature }: ModelCase,
  folder: string,
): Promise<readonly Outputs[]> {
  await tf.setBackend('cpu');
  const json = readModelJson(folder);
  const handler = handlerOf(json, folder);
  const isGraph = json.format === 'graph-model';
  const model = await (isGraph ? loadGraphModel(handler) : loadLayersModel(handler));
  const [onlyOutput = ''] = Object.keys(signature.outputs);
  return batches.map(({ shape, values }) => {
    tf.engine().startScope();
    try {
      const type = values instanceof Float32Array ? 'float32' : 'int32';
      const x = tf.tensor(values, [...shape], type);
      // A layers model takes and gives tensors without names
      const answer = isGraph ? model.predict({ [inputName]: x } as never, {}) : model.predict(x);
      const named = answer instanceof tf.Tensor ? { [onlyOutput]: answer } : answer;
      return Object.fromEntries(
        Object.entries(named as tf.NamedTensorMap).map(([name, tensor]) => [name, read(tensor)]),
      );
    } finally {
      tf.engine().endScope();
    }
  });
}

function read(tensor: tf.Tensor): TensorValues {
  const values = tensor.dataSync();
  if (values instanceof Uint8Array) throw new Error('an output of truth values is none of ours');
  return { shape: tensor.shape, values };
}

function readModelJson(folder: string): tf.io.ModelJSON {
  // Our own exporter writes it; TensorFlow.js checks it
  return JSON.parse(readFileSync(join(folder, 'tfjs/model.json'), 'utf8')) as tf.io.ModelJSON;
}

/** Hands over the files as a browser would fetch them. */
function handlerOf(json: tf.io.ModelJSON, folder: string): tf.io.IOHandler {
  return {
    load: () =>
      tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const groups = manifest.flatMap(({ paths }) => paths);
        const bytes = groups.map((path) => readFileSync(join(folder, 'tfjs', path)));
        const weights = manifest.flatMap((group) => group.weights);
        return [weights, Uint8Array.from(Buffer.concat(bytes)).buffer];
      }),
  };
}

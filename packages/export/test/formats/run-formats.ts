import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeGraphModel, encodeOnnx, type Graph } from '../../src/index.ts';
import type { Values } from './graph-cases.ts';
import { memoryHandler } from './memory-handler.ts';

type Named = Readonly<Record<string, Values>>;

/** Runs a graph as an ONNX file in ONNX Runtime. */
export async function runOnnx(graph: Graph, inputs: Named): Promise<Named> {
  const session = await InferenceSession.create(encodeOnnx(graph), { logSeverityLevel: 3 });
  const feeds = Object.entries(inputs).map(([name, { type, shape, values }]): [string, Tensor] => [
    name,
    type === 'float32'
      ? new Tensor('float32', Float32Array.from(values), shape)
      : new Tensor('int32', Int32Array.from(values), shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { type, dims, data }]) => [
      name,
      { type: type as Values['type'], shape: dims, values: Array.from(data as Float32Array) },
    ]),
  );
}

/** Runs a graph as a TensorFlow.js graph model on its plain JavaScript backend. */
export async function runTensorflowJs(graph: Graph, inputs: Named): Promise<Named> {
  await tf.setBackend('cpu');
  const model = await loadGraphModel(memoryHandler(encodeGraphModel(graph)));
  const feeds = Object.entries(inputs).map(([name, { type, shape, values }]) => [
    name,
    tf.tensor([...values], [...shape], type),
  ]);
  const results = model.predict(Object.fromEntries(feeds) as tf.NamedTensorMap, {});
  return Object.fromEntries(
    Object.entries(results as tf.NamedTensorMap).map(([name, tensor]) => {
      const { dtype, shape } = tensor;
      const values = Array.from(tensor.dataSync());
      return [name, { type: dtype as Values['type'], shape, values }];
    }),
  );
}

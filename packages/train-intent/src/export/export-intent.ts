import {
  encodeLayersModel,
  encodeOnnx,
  encodeSavedModel,
  type TensorflowJsFiles,
} from '@lf/export';
import type { LstmWeights } from '@lf/kernels';
import { intentGraph } from './intent-graph.ts';
import { intentLayers } from './intent-layers.ts';

/**
 * The trained model as an ONNX file: input `x` float32 [batch, time, 7], one-hot actions; output
 * `probability` float32 [batch, 1]. It opens in ONNX Runtime 1.12 and later.
 *
 * @returns the bytes of model.onnx; same weights, same bytes
 */
export function exportIntentOnnx(weights: LstmWeights): Uint8Array {
  return encodeOnnx(intentGraph(weights));
}

/**
 * The trained model as TensorFlow's SavedModel, for TensorFlow 2 and TensorFlow Serving: signature
 * `serving_default` with the input and output of the ONNX file.
 *
 * @returns the bytes of saved_model.pb; same weights, same bytes
 */
export function exportIntentSavedModel(weights: LstmWeights): Uint8Array {
  return encodeSavedModel(intentGraph(weights));
}

/**
 * The trained model for `tf.loadLayersModel` of TensorFlow.js: Masking, LSTM and Dense, which read
 * the input of the ONNX file.
 *
 * @returns the bytes of model.json and weights.bin; same weights, same bytes
 */
export function exportIntentTensorflowJs(weights: LstmWeights): TensorflowJsFiles {
  return encodeLayersModel(intentLayers(weights));
}

/** The trained model in every format, under its paths in a bundle. */
export function exportIntent(weights: LstmWeights): Readonly<Record<string, Uint8Array>> {
  const tensorflowJs = exportIntentTensorflowJs(weights);
  return {
    'model.onnx': exportIntentOnnx(weights),
    '1/saved_model.pb': exportIntentSavedModel(weights),
    'tfjs/model.json': tensorflowJs['model.json'],
    'tfjs/weights.bin': tensorflowJs['weights.bin'],
  };
}

import {
  BUNDLE_PATHS,
  DEFAULT_MAX_EVENTS,
  serializeWeights,
  type IntentWeights,
} from '@lf/contract';
import {
  encodeLayersModel,
  encodeOnnx,
  encodeSavedModel,
  type TensorflowJsFiles,
} from '@lf/export';
import { intentGraph } from './intent-graph.ts';
import { intentLayers } from './intent-layers.ts';

/** How much of a session the exported model reads. */
export interface ExportIntentOptions {
  /** Events, the latest ones: the config's MAX_LEN. */
  readonly maxEvents: number;
}

const DEFAULT_OPTIONS: ExportIntentOptions = { maxEvents: DEFAULT_MAX_EVENTS.intent };

/**
 * The trained model as an ONNX file: input `x` float32 [batch, time, 7], one-hot actions; output
 * `probability` float32 [batch, 1]. It opens in ONNX Runtime 1.12 and later, and cuts long sessions itself.
 *
 * @returns the bytes of model.onnx; same weights, same bytes
 */
export function exportIntentOnnx(
  weights: IntentWeights,
  { maxEvents }: ExportIntentOptions = DEFAULT_OPTIONS,
): Uint8Array {
  return encodeOnnx(intentGraph(weights, maxEvents));
}

/**
 * The trained model as TensorFlow's SavedModel, for TensorFlow 2 and TensorFlow Serving: signature
 * `serving_default` with the input and output of the ONNX file. It cuts long sessions itself.
 *
 * @returns the bytes of saved_model.pb; same weights, same bytes
 */
export function exportIntentSavedModel(
  weights: IntentWeights,
  { maxEvents }: ExportIntentOptions = DEFAULT_OPTIONS,
): Uint8Array {
  return encodeSavedModel(intentGraph(weights, maxEvents));
}

/**
 * The trained model for `tf.loadLayersModel` of TensorFlow.js: Masking, LSTM and Dense, which read
 * the input of the ONNX file. Layers cannot cut: give them at most `maxEvents` events (`intentCodes`).
 *
 * @returns the bytes of model.json and weights.bin; same weights, same bytes
 */
export function exportIntentTensorflowJs(weights: IntentWeights): TensorflowJsFiles {
  return encodeLayersModel(intentLayers(weights));
}

/** The trained model in every format, under its paths in a bundle. */
export function exportIntent(
  weights: IntentWeights,
  options: ExportIntentOptions = DEFAULT_OPTIONS,
): Readonly<Record<string, Uint8Array>> {
  const tensorflowJs = exportIntentTensorflowJs(weights);
  return {
    [BUNDLE_PATHS.onnx]: exportIntentOnnx(weights, options),
    [BUNDLE_PATHS.savedModel]: exportIntentSavedModel(weights, options),
    [BUNDLE_PATHS.tensorflowJs.model]: tensorflowJs['model.json'],
    [BUNDLE_PATHS.tensorflowJs.weights]: tensorflowJs['weights.bin'],
    // For a Lambda that predicts without a runtime
    [BUNDLE_PATHS.intentWeights]: serializeWeights(weights),
  };
}

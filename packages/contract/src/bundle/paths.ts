/** Where the files of a bundle are. `packBundle` takes any path; these have a meaning. */
export const BUNDLE_PATHS = {
  /** ONNX; what our endpoint runs. */
  onnx: 'model.onnx',
  /** TensorFlow's SavedModel, where TensorFlow Serving looks for it. */
  savedModel: '1/saved_model.pb',
  tensorflowJs: { model: 'tfjs/model.json', weights: 'tfjs/weights.bin' },
  /** The LSTM's weights, for a Lambda that predicts without a runtime: `serializeWeights`. */
  intentWeights: 'weights.bin',
  /** Boosted trees, in place of all forms of the LSTM: `serializeTreeModel`. */
  trees: 'trees.json',
  /** The products of a rec model: `serializeVocabulary`. */
  vocabulary: 'vocabulary.json',
  /** The folder of a recommender's own files, where it has no ONNX form. */
  recommender: 'recommender/',
  /** How the data looked that the model was trained on, as `lf drift` compares traffic with it. */
  reference: 'reference.json',
} as const;

export * from './errors.ts';
export { input, constant, scalar } from './graph/values.ts';
export * from './graph/elements.ts';
export * from './graph/along-axes.ts';
export * from './graph/products.ts';
export * from './graph/choices.ts';
export { lstm } from './graph/lstm.ts';
export type { Graph } from './graph/graph.ts';
export type { Axis, ElementType, Shape, Tensor } from './graph/tensor.ts';
export type { ConstantValues, LstmParameters, Operation } from './graph/operation.ts';

export { encodeOnnx } from './onnx/encode-onnx.ts';
export { encodeSavedModel } from './tensorflow/encode-saved-model.ts';
export { encodeGraphModel } from './tensorflow-js/encode-graph-model.ts';
export {
  encodeLayersModel,
  type Layer,
  type LayersModel,
} from './tensorflow-js/encode-layers-model.ts';
export type { NamedWeights, TensorflowJsFiles } from './tensorflow-js/weights.ts';

export { findOutsideFiles } from './inspect/outside-files.ts';
export { readOnnx, type OnnxFacts } from './inspect/read-onnx.ts';
export {
  readSavedModel,
  type SavedModelFacts,
  type SignatureFacts,
} from './inspect/read-saved-model.ts';
export { readTensorflowJs, type TensorflowJsFacts } from './inspect/read-tensorflow-js.ts';
export type { TensorFacts } from './inspect/tensor-facts.ts';

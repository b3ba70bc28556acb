export type { IntentModel } from './inference/intent/intent-model.ts';
export { DEFAULT_INSTANCE_LIMITS, type InstanceLimits } from './inference/limits.ts';
export { loadModel } from './inference/load-model.ts';
export type { Answer, Model, ModelKind, ServedModel } from './inference/model.ts';
export { keepOnnxRuntimeQuiet } from './inference/onnx-runtime.ts';
export { openSessions } from './inference/onnx-session.ts';
export type { RecModel } from './inference/rec/rec-model.ts';
export type { Recommendations } from './inference/rec/recommendations.ts';
export { InstancesError, ModelOutputError, ModelRefusedError, ServingError } from './errors.ts';

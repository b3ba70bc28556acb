export {
  ACTION_CODES,
  ACTIONS,
  PADDING_CODE,
  SHOPPER_ACTIONS,
  type Action,
  type ShopperAction,
} from './session/actions.ts';
export {
  longestRow,
  rowCount,
  rowLength,
  type ActionSequences,
  type EncodedSequences,
} from './session/action-sequences.ts';
export { cutSteps, encodeSequences, intentCodes, maxSteps } from './session/intent-input.ts';
export { eventsOf, latestEvents } from './session/latest-events.ts';
export { INTENT_SCOPES, intentScopeOf, type IntentScope } from './session/intent-scope.ts';
export { intentInstance, oneHotBatch, type OneHotBatch } from './session/one-hot.ts';
export { DEFAULT_MAX_EVENTS, maxEventsOf } from './session/session-limit.ts';

export {
  CONTEXT_FACTS,
  CONTEXT_SOURCES,
  knownSources,
  selectContext,
  unknownContext,
  withoutSources,
  type ContextFact,
  type ContextFactName,
  type ContextSource,
  type SessionContext,
} from './context/session-context.ts';
export { readContext, tellContext, type ToldContext } from './context/told-context.ts';
export { contextOfEvents, type SessionEvents } from './context/context-of-events.ts';
export {
  SESSION_FEATURES,
  sessionFeatures,
  type FeatureSource,
  type SessionFeature,
} from './context/session-features.ts';
export { predictEncoded } from './trees/predict-encoded.ts';
export { predictTrees, treeScores, type TreeModel, type Trees } from './trees/tree-model.ts';
export { readTreeModel, serializeTreeModel } from './trees/tree-model-file.ts';

export {
  cutItems,
  FIRST_ITEM_ID,
  idBatch,
  PADDING_ID,
  recInstance,
  UNKNOWN_ID,
  type IdBatch,
} from './vocabulary/token-ids.ts';
export {
  readVocabulary,
  serializeVocabulary,
  type Vocabulary,
} from './vocabulary/vocabulary-file.ts';

export {
  deserializeWeights,
  INTENT_PARAMETERS,
  intentParameterSizes,
  serializeWeights,
  type IntentWeights,
} from './weights/intent-weights.ts';

export { clusteredInterval, type Interval } from './verdict/interval.ts';
export {
  bestBaseline,
  judgeModel,
  type CountedSessions,
  type Gain,
  type JudgedFigures,
  type Standing,
  type Verdict,
} from './verdict/judge-model.ts';
export { measurePower, type Power } from './verdict/sample-size.ts';

export type { Bundle } from './bundle/bundle.ts';
export { describeIntentModel, describeRecModel, type ModelOrigin } from './bundle/describe.ts';
export { inspectBundle, type BundleSummary } from './bundle/inspect.ts';
export { DEFAULT_BUNDLE_LIMITS, type BundleLimits } from './bundle/limits.ts';
export {
  MANIFEST_SCHEMA_VERSION,
  manifestSchema,
  type BundleDescription,
  type BundleManifest,
} from './bundle/manifest.ts';
export { packBundle, packBundleFile, type BundleParts } from './bundle/pack.ts';
export { BUNDLE_PATHS } from './bundle/paths.ts';
export { readBundle, type ReadBundleOptions } from './bundle/read.ts';
export {
  INTENT_TENSORS,
  intentBorders,
  recBorders,
  recTensors,
  type IntentBorders,
  type ModelTensors,
  type RecBorders,
} from './bundle/tensors.ts';
export { unpackBundle } from './bundle/unpack.ts';
export { bundleVersion } from './bundle/version.ts';

export { findLeftovers, removeLeftovers } from './files/leftovers.ts';
export { makeDirectory } from './files/make-directory.ts';
export { ownerMark, ownerStateOf, type OwnerState } from './files/owner-mark.ts';
export { writeAside } from './files/write-aside.ts';

export * from './errors.ts';

export { schemaCheck, type SchemaCheck } from './schema-check.ts';

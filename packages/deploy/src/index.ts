export * from './errors.ts';
export {
  compareModels,
  DEFAULT_MAX_METRIC_DROP,
  requireNoWorse,
  type MetricPair,
  type ModelComparison,
} from './compare/compare-models.ts';
export { DEFAULT_INVOKE_TIMEOUT_MS, invoke, type Invocation } from './invoke.ts';
export { challengeEndpoint, dismissChallenger, promoteChallenger } from './local/challenge.ts';
export { isPortFree } from './local/port.ts';
export { findChampion } from './local/champion.ts';
export { systemEnvironment, type Environment } from './local/environment.ts';
export { listEndpoints, type EndpointStatus, type ListedEndpoint } from './local/list.ts';
export {
  DEFAULT_LOG_LINES,
  followEndpointLog,
  listEndpointLogs,
  readEndpointLog,
  type EndpointLog,
  type EndpointLogOptions,
} from './local/endpoint-log.ts';
export { DEFAULT_IDLE_MS, findIdleEndpoints, type IdleEndpoint } from './local/idle.ts';
export { endpointName } from './local/name.ts';
export { rollbackEndpoint } from './local/rollback.ts';
export {
  DEFAULT_PORT,
  DEFAULT_START_TIMEOUT_MS,
  startLocalEndpoint,
  type StartEndpointOptions,
} from './local/start.ts';
export type { EndpointRecord } from './local/state.ts';
export {
  DEFAULT_GRACE_MS,
  stopEndpoint,
  type StopEndpointOptions,
  type StopOutcome,
} from './local/stop.ts';
export {
  DEFAULT_TOLERANCE,
  requireAgreement,
  verifyPredictions,
  type PredictionComparison,
  type PredictionDifference,
  type PredictionReport,
} from './verify/report.ts';

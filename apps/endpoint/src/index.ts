export { endpointCommand, endpointEntry } from './command.ts';
export { EndpointError, ListenError, ModelRefusedError } from './errors.ts';
export { DEFAULT_LIMITS, type RequestLimits } from './limits.ts';
export { jsonLog, LOG_LEVELS, type Log, type LogFields, type LogLevel } from './log.ts';
export type { Management } from './http/route.ts';
export type { SessionBatch } from './model/instances.ts';
export { loadModel, type Model } from './model/model.ts';
export { serve, type ServeOptions, type Serving } from './serve.ts';

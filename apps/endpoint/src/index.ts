export { endpointCommand, endpointEntry } from './command.ts';
export { EndpointError, ListenError } from './errors.ts';
export { DEFAULT_LIMITS, type RequestLimits } from './limits.ts';
export { jsonLog, LOG_LEVELS, type Log, type LogFields, type LogLevel } from './log.ts';
export type { Guard, Guarded } from './http/guard.ts';
export type { Management } from './http/route.ts';
export { serve, type ServeOptions, type Serving } from './serve.ts';

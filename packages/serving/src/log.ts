import { BundleUnavailableError, EndpointError, ServingError, SettingsError } from './errors.ts';

/** One line of the log: what became of a request, without what the session held. */
export interface LogLine {
  readonly requestId: string;
  readonly status: number;
  readonly endpoint: string | undefined;
  /** How many events the session had; 0 if it was refused. */
  readonly events: number;
  readonly ms: number;
  readonly code?: string;
  /** What went wrong on our side or the endpoint's. */
  readonly detail?: string;
}

/** What the log keeps of a failure; a request error's message repeats the session, so its code alone. */
export function describeFailure(error: unknown): Pick<LogLine, 'code' | 'detail'> {
  if (error instanceof EndpointError || error instanceof BundleUnavailableError)
    return { code: error.code, detail: error.detail };
  if (error instanceof SettingsError) return { code: error.code, detail: error.message };
  if (error instanceof ServingError) return { code: error.code };
  return {
    code: 'internal_error',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

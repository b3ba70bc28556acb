import { InstancesError } from '@lf/serving/models';

/** Every error that the endpoint throws on purpose: `code` is stable, the message says what to do. */
export class EndpointError extends Error {
  override readonly name: string = 'EndpointError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A flag or variable that is unknown or out of range: mend the command line. */
export class SettingError extends EndpointError {
  override readonly name = 'SettingError';

  constructor(message: string, options?: ErrorOptions) {
    super('setting_invalid', message, options);
  }
}

/** A bundle that a trial process could not open: `code` and message are those of what was wrong there. */
export class TrialRefusedError extends EndpointError {
  override readonly name = 'TrialRefusedError';
}

/** The address cannot be listened on. */
export class ListenError extends EndpointError {
  override readonly name = 'ListenError';

  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const taken = cause.code === 'EADDRINUSE';
    super(
      taken ? 'port_taken' : 'listen_failed',
      `Listening on ${host}:${port}: ${taken ? 'the port is taken' : cause.message}. ` +
        'Stop the program that holds it, or choose another by --port.',
      { cause },
    );
  }
}

/** A request that is answered with a 4xx or 5xx: the client reads `code` and `message`. */
export class RequestError extends EndpointError {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

/** Whether the client has to change its request: what the log keeps short and no model is blamed for. */
export function isRequestFault(error: unknown): error is RequestError | InstancesError {
  return error instanceof RequestError || error instanceof InstancesError;
}

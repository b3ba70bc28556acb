import type { ModelComparison } from './compare/compare-models.ts';
import type { PredictionReport } from './verify/report.ts';

/** Every error that @lf/deploy throws on purpose: `code` is stable, the message says what to do. */
export class DeployError extends Error {
  override readonly name: string = 'DeployError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Two runtimes disagree about the same model: `report` has the worst cases. */
export class PredictionMismatchError extends DeployError {
  override readonly name = 'PredictionMismatchError';
  readonly report: PredictionReport;

  constructor(report: PredictionReport) {
    const worst = report.worst
      .map(
        ({ index, expected, actual }) => `  case ${index}: expected ${expected}, served ${actual}`,
      )
      .join('\n');
    super(
      'prediction_mismatch',
      `Comparing the exported model to the trained one: ${report.mismatches} of ${report.compared} predictions ` +
        `differ by more than ${report.tolerance}; the worst:\n${worst}\n` +
        'Do not deploy this bundle: the export does not compute what was trained.',
    );
    this.report = report;
  }
}

/** The two sides of a comparison are not of the same model or cases. */
export class PredictionShapeError extends DeployError {
  override readonly name = 'PredictionShapeError';

  constructor(reason: string) {
    super('prediction_shape', `Comparing predictions: ${reason}.`);
  }
}

/** The new model is worse than the one that serves, by more than is allowed: `comparison` has both. */
export class ModelWorseError extends DeployError {
  override readonly name = 'ModelWorseError';
  readonly comparison: ModelComparison;

  constructor(comparison: ModelComparison) {
    super(
      'model_worse',
      `Comparing the new model with the one that serves: ${comparison.verdict} ` +
        `At most ${comparison.maxDropRatio * 100} % may be lost. The old model serves on: train a better one, ` +
        'allow a greater loss, or force the deploy.',
    );
    this.comparison = comparison;
  }
}

/** The server looked at the bundle and refused it; what it served before, it serves on. */
export class ModelRefusedByEndpointError extends DeployError {
  override readonly name = 'ModelRefusedByEndpointError';
  readonly reason: string;

  constructor(endpoint: string, reason: string) {
    super('model_refused_by_endpoint', `Endpoint ${endpoint} refused the bundle: ${reason}`);
    this.reason = reason;
  }
}

/** The server does not take bundles while it runs, or does not answer: start it with management, or replace it. */
export class EndpointUnmanagedError extends DeployError {
  override readonly name = 'EndpointUnmanagedError';

  constructor(endpoint: string, reason: string, options?: ErrorOptions) {
    super(
      'endpoint_unmanaged',
      `Changing what endpoint ${endpoint} serves: ${reason}. ` +
        'Its server must run and have been started with --manage: deploy again, or start it anew.',
      options,
    );
  }
}

/** The endpoint has served but one version. */
export class NoPreviousVersionError extends DeployError {
  override readonly name = 'NoPreviousVersionError';

  constructor(endpoint: string) {
    super(
      'no_previous_version',
      `Endpoint ${endpoint}: it has served no version before this one to go back to.`,
    );
  }
}

/** The endpoint has no challenger. */
export class NoChallengerError extends DeployError {
  override readonly name = 'NoChallengerError';

  constructor(endpoint: string) {
    super(
      'no_challenger',
      `Endpoint ${endpoint} has no challenger: deploy one with a share first.`,
    );
  }
}

/** This system cannot do what a local endpoint needs. */
export class PlatformUnsupportedError extends DeployError {
  override readonly name = 'PlatformUnsupportedError';

  constructor(platform: string) {
    super(
      'platform_unsupported',
      `Starting an endpoint: expected Linux or macOS, got ${platform}, which has no POSIX process groups to end a server with ` +
        'what it started. Use WSL 2, a container or SageMaker.',
    );
  }
}

/** Somebody else listens on the port. */
export class PortTakenError extends DeployError {
  override readonly name = 'PortTakenError';
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number, holder: string) {
    super(
      'port_taken',
      `Starting an endpoint on ${host}:${port}: the port is taken by ${holder}. ` +
        'Stop that program, name another port, or name none to get a free one.',
    );
    this.host = host;
    this.port = port;
  }
}

/** The server came up wrong: it ended, or did not answer /ping in time. `logTail` says why. */
export class EndpointStartError extends DeployError {
  override readonly name = 'EndpointStartError';
  readonly endpoint: string;
  readonly logPath: string;
  readonly logTail: string;

  constructor(endpoint: string, reason: string, log: { path: string; tail: string }) {
    super(
      'endpoint_start_failed',
      `Starting endpoint ${endpoint}: ${reason}. The end of its log (${log.path}):\n${log.tail || '(empty)'}`,
    );
    this.endpoint = endpoint;
    this.logPath = log.path;
    this.logTail = log.tail;
  }
}

/** The name cannot be an endpoint's: it becomes a file name and, in AWS, a resource name. */
export class EndpointNameError extends DeployError {
  override readonly name = 'EndpointNameError';

  constructor(name: string) {
    super(
      'endpoint_name_invalid',
      `Endpoint name ${JSON.stringify(name)}: expected 1 to 63 letters, digits and inner hyphens, as SageMaker has it.`,
    );
  }
}

/** An endpoint of that name is recorded already: stop it first, or choose another name. */
export class EndpointExistsError extends DeployError {
  override readonly name = 'EndpointExistsError';

  constructor(name: string, url: string) {
    super(
      'endpoint_exists',
      `Starting endpoint ${name}: an endpoint of that name is recorded at ${url}. Stop it first, or choose another name.`,
    );
  }
}

/** No endpoint of that name is recorded in the state directory. */
export class EndpointNotFoundError extends DeployError {
  override readonly name = 'EndpointNotFoundError';
  readonly known: readonly string[];

  constructor(name: string, known: readonly string[]) {
    super(
      'endpoint_not_found',
      `Endpoint ${name} is not recorded; known: ${known.length > 0 ? known.join(', ') : 'none'}.`,
    );
    this.known = known;
  }
}

/** A state file that this package did not write, or half a file. */
export class EndpointStateError extends DeployError {
  override readonly name = 'EndpointStateError';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      'endpoint_state_unreadable',
      `Reading endpoint state ${path}: ${reason}. Remove the file if the endpoint is gone.`,
      options,
    );
    this.path = path;
  }
}

/** The system does not let an endpoint's state be kept there: a read-only folder, a full disk, a file on the path. */
export class EndpointStateUnwritableError extends DeployError {
  override readonly name = 'EndpointStateUnwritableError';
  readonly path: string;

  constructor(path: string, options: ErrorOptions & { readonly cause: unknown }) {
    const { cause } = options;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const shown = path.length <= 200 ? path : `${path.slice(0, 160)}… (${path.length} characters)`;
    super(
      'endpoint_state_unwritable',
      `Keeping the state of an endpoint in ${shown}: expected a folder that this user may write to, but the system refused it (${code}). ` +
        'Choose another state directory, or make this one writable.',
      options,
    );
    this.path = path;
  }
}

/** The process did not end, not even by SIGKILL. */
export class EndpointStopError extends DeployError {
  override readonly name = 'EndpointStopError';

  constructor(name: string, pid: number, reason: string, options?: ErrorOptions) {
    super('endpoint_stop_failed', `Stopping endpoint ${name} (pid ${pid}): ${reason}.`, options);
  }
}

/** A prediction that did not come: no connection, no answer in time, an error status, a strange answer. */
export class InvocationError extends DeployError {
  override readonly name = 'InvocationError';
  readonly url: string;
  /** HTTP status, absent when no answer came. */
  readonly status: number | undefined;

  constructor(
    code: 'invocation_timed_out' | 'invocation_failed' | 'invocation_refused' | 'invocation_answer',
    url: string,
    reason: string,
    options?: ErrorOptions & { status?: number },
  ) {
    super(code, `Asking ${url} for predictions: ${reason}.`, options);
    this.url = url;
    this.status = options?.status;
  }
}

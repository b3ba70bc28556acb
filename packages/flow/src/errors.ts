/** Every error that @lf/flow throws on purpose: `code` is stable, the message says what to do. */
export class FlowError extends Error {
  override readonly name: string = 'FlowError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One broken rule of a flow's graph. */
export interface GraphProblem {
  /** Stable name of the rule, e.g. `unknown_parent`. */
  readonly rule: string;
  /** The step that breaks it; absent when the flow as a whole does. */
  readonly step?: string;
  readonly message: string;
}

/** The flow's graph breaks rules: all of them are listed. Change the flow's definition. */
export class GraphError extends FlowError {
  override readonly name = 'GraphError';
  readonly flow: string;
  readonly problems: readonly GraphProblem[];

  constructor(flow: string, problems: readonly GraphProblem[]) {
    const lines = problems.map((problem) => `\n  - ${problem.message} (${problem.rule})`).join('');
    super('bad_graph', `flow ${flow} cannot run, its graph breaks these rules:${lines}`);
    this.flow = flow;
    this.problems = problems;
  }
}

/** No run has this id. `near` holds the ids that look most like it, the newest first when none does. */
export class UnknownRunError extends FlowError {
  override readonly name = 'UnknownRunError';
  readonly runId: string;
  readonly near: readonly string[];

  constructor(runId: string, near: readonly string[]) {
    const hint = near.length === 0 ? 'there are no runs yet' : `did you mean ${near.join(', ')}?`;
    super('unknown_run', `looking for run ${runId}: no such run; ${hint}`);
    this.runId = runId;
    this.near = near;
  }
}

/** A run was to be stopped that no process has. Resume it to go on with it. */
export class RunNotRunningError extends FlowError {
  override readonly name = 'RunNotRunningError';
  readonly runId: string;

  constructor(runId: string) {
    super('run_not_running', `stopping run ${runId}: expected a run under way, but it has ended`);
    this.runId = runId;
  }
}

/** A run was to be stopped that a process of another machine or container has. Stop it there. */
export class RunElsewhereError extends FlowError {
  override readonly name = 'RunElsewhereError';
  readonly runId: string;
  readonly host: string;

  constructor(runId: string, host: string) {
    super(
      'run_elsewhere',
      `stopping run ${runId}: expected a process of this machine, but ${host} has it, or a container there; stop it there`,
    );
    this.runId = runId;
    this.host = host;
  }
}

/** Notes of a run were written by another at the same time. Read them again, and say yours anew. */
export class NotesChangedError extends FlowError {
  override readonly name = 'NotesChangedError';
  readonly runId: string;

  constructor(runId: string, options?: ErrorOptions) {
    super(
      'notes_changed',
      `noting something of run ${runId}: its notes were changed meanwhile; read them and write yours again`,
      options,
    );
    this.runId = runId;
  }
}

/** A new run was to get an id that a run has already. Choose another, or resume that run. */
export class RunExistsError extends FlowError {
  override readonly name = 'RunExistsError';
  readonly runId: string;

  constructor(flow: string, runId: string) {
    super(
      'run_exists',
      `starting run ${runId} of flow ${flow}: a run of this id exists; resume it or choose another id`,
    );
    this.runId = runId;
  }
}

/** Who works on a run. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
}

/** Another process works on the run, or may. Wait for it, stop it, or break a lock whose host is gone. */
export class RunLockedError extends FlowError {
  override readonly name = 'RunLockedError';
  readonly runId: string;
  /** Null: the lock cannot be read. */
  readonly holder: LockHolder | null;
  /** Of the lock, in the store. */
  readonly key: string;

  constructor(runId: string, holder: LockHolder | null, key: string) {
    super(
      'run_locked',
      holder === null
        ? `taking run ${runId}: its lock ${key} cannot be read, so a process may work on it; ` +
            'if none does, resume with breakLock'
        : `taking run ${runId}: process ${holder.pid} on ${holder.host} works on it since ${holder.since}; ` +
            'wait for it or stop it (if that host is gone for good, resume with breakLock)',
    );
    this.runId = runId;
    this.holder = holder;
    this.key = key;
  }
}

/** A task's error as data: what crossed the border between two processes. */
export interface TaskError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  /** False: the same input fails again, so the retry policy does not apply. */
  readonly retryable: boolean;
}

/** A task that failed for good. */
export interface TaskFailure {
  /** `step`, or `step/index` in a for-each. */
  readonly task: string;
  /** Attempts made by this process. */
  readonly attempts: number;
  readonly error: TaskError;
  /** Store key of the last attempt's log; null when none was made. */
  readonly logKey: string | null;
}

/** Tasks of the run failed. Their logs hold the stack traces; mend the cause, then resume the run. */
export class RunFailedError extends FlowError {
  override readonly name = 'RunFailedError';
  readonly flow: string;
  readonly runId: string;
  readonly failures: readonly TaskFailure[];

  constructor(flow: string, runId: string, failures: readonly TaskFailure[]) {
    const lines = failures.map(
      ({ task, attempts, error, logKey }) =>
        `\n  - ${task}: ${error.message} (${error.code}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` +
        `${logKey === null ? '' : `, log in ${logKey}`})`,
    );
    super(
      'run_failed',
      `run ${runId} of flow ${flow} failed:${lines.join('')}\nfinished steps are kept: mend the cause, then resume the run`,
    );
    this.flow = flow;
    this.runId = runId;
    this.failures = failures;
  }
}

/**
 * Another process has taken the run from this one: its lock was broken, as one may while the machine of its process sleeps
 * or cannot be reached. Look at the run to see how it goes on there.
 */
export class RunTakenError extends FlowError {
  override readonly name = 'RunTakenError';
  readonly runId: string;
  /** Who has the run now; null: nobody any more, or it cannot be read. */
  readonly holder: LockHolder | null;

  constructor(runId: string, holder: LockHolder | null) {
    const who =
      holder === null
        ? 'another process took it over and has ended'
        : `process ${holder.pid} on ${holder.host} took it over at ${holder.since}`;
    super(
      'run_taken',
      `doing run ${runId}: ${who}; this process stops and changes nothing more of the run`,
    );
    this.runId = runId;
    this.holder = holder;
  }
}

/** The run was stopped by a signal or by the caller. Its finished steps are kept: resume it. */
export class RunInterruptedError extends FlowError {
  override readonly name = 'RunInterruptedError';
  readonly runId: string;

  constructor(flow: string, runId: string, reason: string) {
    super(
      'run_interrupted',
      `run ${runId} of flow ${flow} was stopped (${reason}); finished steps are kept: resume the run to go on`,
    );
    this.runId = runId;
  }
}

/** A task that was done again in a scratch folder has failed there. The run that it is of is as it was. */
export class RerunFailedError extends FlowError {
  override readonly name = 'RerunFailedError';
  readonly task: string;
  readonly error: TaskError;
  /** The scratch folder. */
  readonly directory: string;
  readonly logPath: string;

  constructor(
    runId: string,
    of: {
      readonly task: string;
      readonly error: TaskError;
      readonly directory: string;
      readonly logPath: string;
    },
  ) {
    const { task, error, logPath } = of;
    super(
      'rerun_failed',
      `doing ${task} of run ${runId} again failed: ${error.message} (${error.code}, log in ${logPath}); the run itself is unchanged`,
    );
    this.task = task;
    this.error = error;
    this.directory = of.directory;
    this.logPath = logPath;
  }
}

/** A file of the store that this package wrote cannot be read back as what it was. */
export class CorruptRecordError extends FlowError {
  override readonly name = 'CorruptRecordError';
  readonly key: string;

  constructor(key: string, expected: string, options?: ErrorOptions) {
    super('corrupt_record', `reading ${key}: expected ${expected}, got something else`, options);
    this.key = key;
  }
}

/** An artifact is gone, or its bytes are not those that its digest names. Resume the run: its step is done again. */
export class DamagedArtifactError extends FlowError {
  override readonly name = 'DamagedArtifactError';
  readonly key: string;
  readonly retryable = false;

  constructor(key: string, found: string) {
    super(
      'artifact_damaged',
      `reading ${key}: expected the bytes that its digest names, found ${found}; resume the run, which does the step that made them again`,
    );
    this.key = key;
  }
}

/** A step gave a value that JSON would change or lose. Return plain JSON values, or put it as an artifact. */
export class NotStorableError extends FlowError {
  override readonly name = 'NotStorableError';
  readonly path: string;
  readonly retryable = false;

  constructor(path: string, found: string) {
    super(
      'not_storable',
      `keeping ${path}: expected a string, a finite number, a boolean, null, or lists and plain objects of these, ` +
        `got ${found}; large or binary values go through putBytes or putFile`,
    );
    this.path = path;
  }
}

/** Thrown by a step body when trying again cannot help, such as on bad input. */
export class NotRetryableError extends FlowError {
  override readonly name = 'NotRetryableError';
  readonly retryable = false;

  constructor(message: string, options?: ErrorOptions & { readonly code?: string }) {
    super(options?.code ?? 'not_retryable', message, options);
  }
}

/** Every error that @lf/tracking throws on purpose: `code` is stable, the message says what to do. */
export class TrackingError extends Error {
  override readonly name: string = 'TrackingError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A back end could not keep what was noted, e.g. on a full disk. What was kept before stays readable. */
export class TrackerWriteError extends TrackingError {
  override readonly name = 'TrackerWriteError';
  /** File or address that was written to. */
  readonly target: string;

  constructor(target: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      'tracker_write_failed',
      `writing to ${target}: ${reason}; what was noted from then on is lost, what came before is kept`,
      { cause },
    );
    this.target = target;
  }
}

/** A directory holds no tracked run. Check the path: the run may not have begun to track. */
export class UnknownTrackedRunError extends TrackingError {
  override readonly name = 'UnknownTrackedRunError';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super('unknown_tracked_run', `reading ${path}: there is no tracked run`, { cause });
    this.path = path;
  }
}

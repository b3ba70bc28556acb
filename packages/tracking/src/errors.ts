import { reasonOf } from './reason.ts';

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
    super(
      'tracker_write_failed',
      `writing to ${target}: ${reasonOf(cause)}; what was noted from then on is lost, what came before is kept`,
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

/** A back end did not take what was sent. What was noted is kept on disk, a sync sends it later. */
export class BackEndError extends TrackingError {
  override readonly name = 'BackEndError';
  /** Whether the same may work later without a change of settings, e.g. after HTTP 429, 500 or a cut connection. */
  readonly isTransient: boolean;
  /** How long the server asks to wait; null: it does not say. */
  readonly retryAfterMs: number | null;
  /** Of an answer that came; null: none came. */
  readonly httpStatus: number | null;

  constructor(
    message: string,
    options: {
      readonly isTransient: boolean;
      readonly retryAfterMs?: number | null;
      readonly httpStatus?: number | null;
      readonly cause?: unknown;
    },
  ) {
    super('back_end_failed', message, { cause: options.cause });
    this.isTransient = options.isTransient;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.httpStatus = options.httpStatus ?? null;
  }
}

/** Settings of a back end are invalid, e.g. an address is not a URL. */
export class TrackingSettingsError extends TrackingError {
  override readonly name = 'TrackingSettingsError';
  readonly setting: string;

  constructor(setting: string, expected: string, value: string) {
    super(
      'tracking_settings_invalid',
      `reading ${setting}: expected ${expected}, got ${JSON.stringify(value)}`,
    );
    this.setting = setting;
  }
}

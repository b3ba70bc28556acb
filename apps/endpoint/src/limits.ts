import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from './http/intake.ts';

/** How much one request may ask for (more is answered with 413), and how many may wait (more: 503). */
export interface RequestLimits extends IntakeLimits {
  readonly maxBodyBytes: number;
  readonly maxInstances: number;
  /** Events of one instance. */
  readonly maxEvents: number;
  /** Instances times the longest of them: the tensor that is really computed. */
  readonly maxPaddedEvents: number;
  /** Requests for predictions that have come whole and are not answered yet. */
  readonly maxInFlight: number;
  /** Beyond, the connection that waits for its client for longest is closed. */
  readonly maxConnections: number;
}

export const DEFAULT_LIMITS: RequestLimits = {
  ...DEFAULT_INTAKE_LIMITS,
  /** What AWS Lambda, the caller, takes as a request. */
  maxBodyBytes: 6 * 2 ** 20,
  /** A batch that keeps other requests waiting for some milliseconds, not longer. */
  maxInstances: 1_024,
  /** Real sessions average fewer than 10 events; the longest of a year have some thousands. */
  maxEvents: 4_096,
  /** 7 MiB as float32 of 7 actions; one long instance among 1,024 would ask for 115 MiB. */
  maxPaddedEvents: 2 ** 18,
  /** At 10,000 requests a second the last of them waits for 50 ms. */
  maxInFlight: 512,
  /** Each takes a file descriptor and some 20 kB; systems allow 4,096 descriptors or more. */
  maxConnections: 4_000,
};

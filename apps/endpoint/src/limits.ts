import { DEFAULT_INSTANCE_LIMITS, type InstanceLimits } from '@lf/serving/models';
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from './http/intake.ts';

/** How much one request may ask for (more is answered with 413), and how many may wait (more: 503). */
export interface RequestLimits extends IntakeLimits, InstanceLimits {
  readonly maxBodyBytes: number;
  /** Requests for predictions that have come whole and are not answered yet. */
  readonly maxInFlight: number;
  /** Beyond, the connection that waits for its client for longest is closed. */
  readonly maxConnections: number;
}

export const DEFAULT_LIMITS: RequestLimits = {
  ...DEFAULT_INTAKE_LIMITS,
  ...DEFAULT_INSTANCE_LIMITS,
  /** What AWS Lambda, the caller, takes as a request. */
  maxBodyBytes: 6 * 2 ** 20,
  /** At 10,000 requests a second the last of them waits for 50 ms. */
  maxInFlight: 512,
  /** Each takes a file descriptor and some 20 kB; systems allow 4,096 descriptors or more. */
  maxConnections: 4_000,
};

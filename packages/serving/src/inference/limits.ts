/** How much one request for predictions may ask for: more is an `InstancesError` 413. */
export interface InstanceLimits {
  readonly maxInstances: number;
  /** Events of one instance. */
  readonly maxEvents: number;
  /** Instances times the longest of them: the tensor that is really computed. */
  readonly maxPaddedEvents: number;
}

export const DEFAULT_INSTANCE_LIMITS: InstanceLimits = {
  /** A batch that keeps other requests waiting for some milliseconds, not longer. */
  maxInstances: 1_024,
  /** Real sessions average fewer than 10 events; the longest of a year have some thousands. */
  maxEvents: 4_096,
  /** 7 MiB as float32 of 7 actions; one long instance among 1,024 would ask for 115 MiB. */
  maxPaddedEvents: 2 ** 18,
};

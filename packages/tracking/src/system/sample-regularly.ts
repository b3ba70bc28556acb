import { setTimeout as sleep } from 'node:timers/promises';
import { systemSampler, type SystemSample } from './sample-system.ts';

/** A machine that takes longer to tell of itself does not hold the end of a run. */
const LAST_SAMPLE_WITHIN_MS = 1000;

/** Samples the machine again and again; the last time when it is stopped, so that short runs have one sample too. */
export function sampleRegularly(options: {
  readonly directory: string;
  readonly clock: () => number;
  readonly everyMs: number;
  readonly note: (values: SystemSample) => void;
}): { readonly stop: () => Promise<void> } {
  const sample = systemSampler(options);
  // Rates are counted from here.
  let running: Promise<void> = sample().then(() => undefined);
  let isSampling = false;
  const sampleOnce = async (): Promise<void> => {
    if (isSampling) return;
    isSampling = true;
    try {
      options.note(await sample());
    } finally {
      isSampling = false;
    }
  };
  const timer = setInterval(() => {
    running = sampleOnce().catch(() => undefined);
  }, options.everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      const last = running.then(sampleOnce).catch(() => undefined);
      await Promise.race([last, sleep(LAST_SAMPLE_WITHIN_MS)]);
    },
  };
}

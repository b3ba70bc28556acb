import { isMainThread } from 'node:worker_threads';
import type * as OnnxRuntime from 'onnxruntime-node';
import { TelemetryUndecidedError } from '../errors.ts';

/** ONNX Runtime reads it once, as it starts: `1` keeps it quiet, `0` lets it send usage data to its makers. */
const SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Keeps ONNX Runtime from sending usage data, which it does by default since 1.29. Whoever sets the variable decides.
 *
 * @throws TelemetryUndecidedError in a worker thread whose process did not decide: a worker's environment
 *   is a copy that native code never sees
 */
export function keepOnnxRuntimeQuiet(): void {
  if (process.env[SWITCH]) return;
  if (!isMainThread) {
    throw new TelemetryUndecidedError(
      `ONNX Runtime sends usage data unless ${SWITCH} is 1, and a worker thread cannot set it for the process. ` +
        `Set ${SWITCH}=1 in the environment, or call keepOnnxRuntimeQuiet() in the main thread before starting the worker.`,
    );
  }
  process.env[SWITCH] = '1';
}

/** ONNX Runtime, loaded at the first call. The only place that loads it; throws as {@link keepOnnxRuntimeQuiet}. */
export function loadOnnxRuntime(): Promise<typeof OnnxRuntime> {
  keepOnnxRuntimeQuiet();
  return import('onnxruntime-node');
}

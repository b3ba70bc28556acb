import { formatFailures, validate, type ValidationResult } from '@lf/expectations';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { PipelineError } from '../errors.ts';
import type { RunParams } from '../params/run-params.ts';
import type { TransformedEvents } from '../transform/transform-events.ts';

interface Inputs {
  readonly process_raw_data: TransformedEvents;
}

/** The outcome of the suite. */
export interface Validation {
  readonly result: ArtifactRef;
}

/** Checks the transformed events against the suite; a failed suite ends the run. */
export async function dataValidation(
  context: StepContext<RunParams, Inputs, undefined>,
): Promise<Validation> {
  const { params, inputs } = context;
  const result = await validate({
    source: { parquet: await context.localPath(inputs.process_raw_data.events) },
    suite: JSON.parse(params.suite),
    onProgress: ({ phase, done, total }) =>
      context.progress({ done, total, unit: phase === 'measure' ? 'scans' : 'failures explained' }),
  });
  if (!result.success) {
    throw new PipelineError(
      'expectations_failed',
      `Validating the events: they are not what the suite expects.\n${formatFailures(result)}\nCorrect the data or the suite, and name what you corrected to the resume: the run keeps the old ones.`,
    );
  }
  context.log(
    `${result.statistics.evaluated_expectations} expectations of suite ${result.suite_name} hold`,
  );
  return { result: await context.putBytes(withoutClock(result), 'application/json') };
}

/** The result as bytes that the same data always give: `meta` tells when it was checked, and goes. */
function withoutClock(result: ValidationResult): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ ...result, meta: {} }, null, 2)}\n`);
}

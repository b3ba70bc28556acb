import { formatFailures, readSuite, validate, type ValidationResult } from '@lf/expectations';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { openDatastore } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import type { RunParams } from '../params/run-params.ts';
import type { TransformedEvents } from '../transform/transform-events.ts';
import { DATA_DOCS, keepDataDocs } from './keep-data-docs.ts';

interface Inputs {
  readonly process_raw_data: TransformedEvents;
}

/** The outcome of the suite. */
export interface Validation {
  readonly result: ArtifactRef;
  /** Path of the Data Docs in the run's folder of the datastore; null if they could not be written. */
  readonly dataDocs: string | null;
}

/** Checks the transformed events against the suite; a failed suite ends the run. */
export async function dataValidation(
  context: StepContext<RunParams, Inputs, undefined>,
): Promise<Validation> {
  const { params, inputs } = context;
  const suite = readSuite(JSON.parse(params.suite));
  const result = await validate({
    source: { parquet: await context.localPath(inputs.process_raw_data.events) },
    suite,
    onProgress: ({ phase, done, total }) =>
      context.progress({ done, total, unit: phase === 'measure' ? 'scans' : 'failures explained' }),
  });
  const { flow, runId } = context;
  const docs = await keepDataDocs(openDatastore(params.datastore), { flow, runId, suite, result })
    // They tell of a check, and fail none
    .catch((error: unknown) => {
      context.log(
        `the Data Docs could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    });
  if (!result.success) {
    throw new PipelineError(
      'expectations_failed',
      `Validating the events: they are not what the suite expects.\n${formatFailures(result)}\n${docs === null ? '' : `Their Data Docs: ${docs}\n`}Correct the data or the suite, and name what you corrected to the resume: the run keeps the old ones.`,
    );
  }
  context.log(
    `${result.statistics.evaluated_expectations} expectations of suite ${result.suite_name} hold`,
  );
  if (docs !== null) context.log(`Data Docs: ${docs}`);
  return {
    result: await context.putBytes(withoutClock(result), 'application/json'),
    dataDocs: docs === null ? null : DATA_DOCS,
  };
}

/** The result as bytes that the same data always give: `meta` tells when it was checked, and goes. */
function withoutClock(result: ValidationResult): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ ...result, meta: {} }, null, 2)}\n`);
}

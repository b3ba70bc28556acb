import { callActions } from '../actions/call-actions.ts';
import type { CheckpointAction } from '../actions/call-actions.ts';
import { ExpectationsError } from '../errors.ts';
import { plainKwargs } from '../exact/plain.ts';
import { isNestedDeeper } from '../nesting.ts';
import { checkpointStatistics } from '../result/checkpoint-result.ts';
import type {
  ActionFailure,
  CheckpointResult,
  CheckpointValidation,
} from '../result/checkpoint-result.ts';
import { exceptionInfo, NO_EXCEPTION, statisticsOf } from '../result/validation-result.ts';
import { describeSource } from '../source/source.ts';
import { suiteNameOf } from '../suite/read-suite.ts';
import { validate } from './validate.ts';
import type { ValidateOptions } from './validate.ts';
import { shownName } from '../shown.ts';

type OfTheRun = 'runName' | 'now';
type Shared = 'expectations' | 'parameters' | 'tables' | 'resultFormat';

/** One suite against one source, as `validate` takes them, and a name for its result. */
export interface CheckpointValidationOptions extends Omit<ValidateOptions, OfTheRun> {
  /** The key of its result; the suite's name when left out. */
  readonly id?: string;
}

/** What `runCheckpoint` takes; what its validations leave out of the shared options is taken from here. */
export interface CheckpointOptions extends Pick<ValidateOptions, OfTheRun | Shared> {
  readonly name: string;
  readonly validations: readonly CheckpointValidationOptions[];
  readonly actions?: readonly CheckpointAction[];
}

/** The ids of the validations: as given, or the suite's name, numbered from its second use. */
function idsOf(validations: readonly CheckpointValidationOptions[], checkpoint: string) {
  const ids: string[] = [];
  for (const { id, suite } of validations) {
    const name = id ?? suiteNameOf(suite) ?? 'suite';
    if (id !== undefined && ids.includes(id)) {
      throw new ExpectationsError(
        'duplicate_validation',
        `Cannot run checkpoint ${shownName(checkpoint)}: two of its validations have the id ${shownName(id)}. Give each its own.`,
      );
    }
    let unique = name;
    for (let times = 2; ids.includes(unique); times++) unique = `${name} (${times})`;
    ids.push(unique);
  }
  return ids;
}

/** The result of a validation that could not be made. */
export function unmade(
  {
    source,
    suite,
    parameters,
  }: Pick<CheckpointValidationOptions, 'source' | 'suite' | 'parameters'>,
  runName: string | null,
  time: string,
  error: unknown,
): CheckpointValidation {
  return {
    success: false,
    suite_name: suiteNameOf(suite) ?? '?',
    results: [],
    statistics: statisticsOf([]),
    // Parameters that nobody could read may be why it was not made
    suite_parameters: isNestedDeeper(parameters) ? {} : plainKwargs(parameters ?? {}),
    meta: {
      run_id: { run_name: runName, run_time: time },
      validation_time: time,
      source: describeSource(source),
      checked_by: '@lf/expectations',
    },
    exception_info: exceptionInfo(error),
  };
}

/**
 * Makes several validations one after the other and sums them up; one that fails or cannot be made
 * (an unreadable file, a broken suite) stops none of the others.
 * Throws ExpectationsError when two validations share an id.
 */
export async function runCheckpoint({
  name,
  validations,
  actions = [],
  runName,
  now = () => new Date(),
  ...shared
}: CheckpointOptions): Promise<CheckpointResult> {
  const ids = idsOf(validations, name);
  const date = now();
  const run = { ...(runName !== undefined && { runName }), now: () => date };
  const results = new Map<string, CheckpointValidation>();
  const failures: ActionFailure[] = [];
  for (const [at, validation] of validations.entries()) {
    const id = ids[at] ?? '';
    let result: CheckpointValidation;
    try {
      const made = await validate({ ...shared, ...validation, ...run });
      result = { ...made, exception_info: NO_EXCEPTION };
    } catch (error) {
      result = unmade(validation, runName ?? null, date.toISOString(), error);
    }
    results.set(id, result);
    failures.push(...(await callActions(actions, { checkpoint: name, validation: id, result })));
  }
  const made = [...results.values()];
  return {
    success: made.every(({ success }) => success),
    run_id: { run_name: runName ?? null, run_time: date.toISOString() },
    run_results: Object.fromEntries(results),
    statistics: checkpointStatistics(made),
    checkpoint_config: { name, validations: ids },
    action_failures: failures,
  };
}

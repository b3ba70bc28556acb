import type { ModelChoice, RecConfig } from '@lf/train-rec';
import { readRunParams } from './read-params.ts';
import type { ModelFlags, RunFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';
import type { ModelChange } from './changed-inputs.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { commonSplit } from './common-split.ts';
import { readCandidates } from './read-candidates.ts';

/** One model that a run trains. */
export interface RecCandidate {
  /** The choice, and in a sweep the keys that tell it from the others: `KNN SIZE=100`. */
  readonly name: string;
  readonly choice: ModelChoice;
  readonly config: RecConfig;
}

/** What a run of the rec flow depends on. */
export interface RecParams extends RunParams {
  /** Parsed and checked before the run starts, so that a wrong one costs no time; more than one in a sweep. */
  readonly candidates: readonly RecCandidate[];
  /** Whether somebody named the one model, by --model or MODEL_CHOICE. */
  readonly isNamed: boolean;
  /** Shares of the sessions, the same for all candidates. */
  readonly validationRatio: number;
  readonly testRatio: number;
}

/**
 * The parameters of a run, every file that they name read and checked.
 *
 * @throws PipelineError for a file that cannot be read or a sweep that cannot be compared,
 *   SettingsError for a MODEL_CHOICE that there is not, RecConfigError for a configuration with wrong values
 */
export async function readRecParams(settings: Settings, flags: RunFlags = {}): Promise<RecParams> {
  const { params, ...model } = await readRecModel(settings, flags);
  const suite = builtInConfig('expectations/rec.json');
  return { ...(await readRunParams(settings, flags, { suite, model })), ...params };
}

/** Of a run's parameters, those that its models decide. */
export async function readRecModel(
  settings: Settings,
  flags: ModelFlags,
): Promise<
  ModelChange<Pick<RecParams, 'candidates' | 'isNamed' | 'validationRatio' | 'testRatio'>>
> {
  const { candidates, isNamed, files, chosen } = await readCandidates(settings, flags);
  const { seed, validationRatio, testRatio } = commonSplit(candidates);
  return {
    params: { candidates, isNamed, validationRatio, testRatio },
    seed,
    files,
    modelFlags: chosen,
  };
}

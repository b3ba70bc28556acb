import { resolve } from 'node:path';
import type { RunRecord } from '@lf/flow';
import type { Settings } from '../settings/load.ts';
import { sourcesIn, sourceStates } from './source-paths.ts';
import { configFilesIn } from './config-files.ts';
import { keptSettings } from './kept-settings.ts';
import { modelFlagsIn, resumedModel, withoutModelSettings } from './model-flags.ts';
import { readSuite, type ChosenModel } from './read-params.ts';
import type { ModelFlags, ResumeFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';

/** What a flow's models decide of its parameters. */
export interface ModelChange<Changed> extends ChosenModel {
  readonly params: Changed;
}

/** Reads what a flow trains. */
export type ReadModel = (settings: Settings, flags: ModelFlags) => Promise<ModelChange<object>>;

/** Settings that a flag of `lf resume` stands over. */
const SETTINGS_OF = {
  data: ['BROWSING_TRAIN_PATH', 'SEARCH_TRAIN_PATH', 'SKU_TO_CONTENT_PATH'],
  suite: ['LF_SUITE_PATH'],
  config: ['MODEL_CONFIG_PATH'],
  model: ['MODEL_CHOICE'],
  sweep: ['MODEL_CHOICE'],
  seed: ['LF_SEED'],
} as const satisfies Partial<Record<keyof ResumeFlags, readonly string[]>>;

/**
 * The parameters that the flags of `lf resume` replace: the steps that read them are done again.
 *
 * @throws PipelineError for a file that cannot be read
 */
export async function changedInputs(
  readModel: ReadModel,
  settings: Settings,
  flags: ResumeFlags,
  { params }: Pick<RunRecord, 'params'>,
): Promise<Partial<RunParams>> {
  const { data, suite: suitePath } = flags;
  const model = isModelChanged(flags) ? await modelOf(readModel, settings, flags, params) : null;
  const suite = suitePath === undefined ? null : await readSuite(suitePath);
  const sources = data === undefined ? null : await sourcesIn(data);
  const kept = configFilesIn(params['configFiles']).filter(
    ({ role }) => (role === 'suite' ? suite : model) === null,
  );
  return {
    ...(model && { ...model.params, seed: model.seed, modelFlags: model.modelFlags }),
    ...(suite && { suite: suite.suite }),
    ...(sources && { sources, sourceStates: await sourceStates(sources) }),
    ...(data !== undefined && { dataFolder: resolve(data) }),
    configFiles: [...kept, ...(model?.files ?? []), ...(suite ? [suite.file] : [])],
    keptSettings: settingsNow(params['keptSettings'], settings, flags),
  };
}

function isModelChanged({ config, model, sweep, seed }: ModelFlags): boolean {
  return [config, model, sweep, seed].some((flag) => flag !== undefined);
}

function modelOf(
  readModel: ReadModel,
  settings: Settings,
  flags: ModelFlags,
  params: RunRecord['params'],
): Promise<ModelChange<object>> {
  const kept = modelFlagsIn(params['modelFlags']);
  return kept === null
    ? readModel(settings, flags)
    : readModel(withoutModelSettings(settings), resumedModel(kept, flags));
}

/** The settings that the run began with, but for those that a flag has just stood over: of these, today's. */
function settingsNow(
  recorded: unknown,
  settings: Settings,
  flags: ResumeFlags,
): RunParams['keptSettings'] {
  const now = keptSettings(settings);
  if (typeof recorded !== 'object' || recorded === null) return now;
  const renewed = new Set<string>(
    Object.entries(SETTINGS_OF).flatMap(([flag, names]) => (flag in flags ? names : [])),
  );
  const before = Object.entries(recorded).filter(([name]) => !renewed.has(name));
  return { ...now, ...Object.fromEntries(before) };
}

import { stat } from 'node:fs/promises';
import type { RunRecord } from '@lf/flow';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { readJson } from '../settings/read-json.ts';
import { sourcesIn } from '../sources/source-paths.ts';
import type { ResumeFlags, RunFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';

/**
 * The parameters that the flags of `lf resume` replace: the steps that read them are done again.
 *
 * @throws PipelineError for a file that cannot be read
 */
export async function changedInputs<Params extends RunParams>(
  parts: { params(settings: Settings, flags: RunFlags): Promise<Params> },
  settings: Settings,
  { data, suite, config }: ResumeFlags,
): Promise<Partial<RunParams>> {
  return {
    ...(config !== undefined && modelParams(await parts.params(settings, { config }))),
    ...(data !== undefined && { sources: await sourcesIn(data) }),
    ...(suite !== undefined && { suite: await readSuite(suite) }),
  };
}

/** Which files differ from what a run keeps, in lines for people; those that a flag replaces are no news. */
export async function changesSince(
  { runId, flow, params, createdAt }: RunRecord,
  settings: Settings,
  { data, suite }: ResumeFlags,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const sources = params['sources'];
  if (data === undefined && typeof sources === 'object' && sources !== null) {
    for (const path of Object.values(sources)) {
      if (typeof path !== 'string' || !(await isChangedSince(path, createdAt))) continue;
      lines.push(
        `${path} was changed after the run began. Once stored, the run keeps its data; to read the files anew: lf resume ${runId} --data <folder>`,
      );
    }
  }
  const suitePath = settings.LF_SUITE_PATH ?? builtInConfig(`expectations/${flow}.json`);
  if (suite === undefined && (await readSuite(suitePath)) !== params['suite']) {
    lines.push(
      `The suite in ${suitePath} is not the one that the run keeps. To use it: lf resume ${runId} --suite ${suitePath}`,
    );
  }
  return lines;
}

/** What a model configuration decides, so all but the data and how they are checked. */
function modelParams({
  sources: _sources,
  dataset: _dataset,
  syntheticEvents: _syntheticEvents,
  suite: _suite,
  ...model
}: RunParams): Partial<RunParams> {
  return model;
}

async function readSuite(path: string): Promise<string> {
  return JSON.stringify(await readJson(path, 'the expectation suite'));
}

async function isChangedSince(path: string, time: string): Promise<boolean> {
  return stat(path).then(
    ({ mtime }) => mtime > new Date(time),
    () => false,
  );
}

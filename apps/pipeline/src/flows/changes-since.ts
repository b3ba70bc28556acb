import type { RunRecord } from '@lf/flow';
import type { Settings } from '../settings/load.ts';
import { sourcesIn, sourceStates, type SourceStates } from '../params/source-paths.ts';
import { isSynthetic } from '../params/is-synthetic.ts';
import { CONFIG_FLAGS, changeOf, configFilesIn, type ConfigRole } from '../params/config-files.ts';
import { changedSettings } from '../params/kept-settings.ts';
import type { ResumeFlags } from '../params/run-flags.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Something that is not as it was when a run began. */
interface Change {
  /** A sentence: what is other now, and what the run keeps. */
  readonly line: string;
  /** What `lf resume` needs to take it. */
  readonly flags: readonly string[];
}

/**
 * What of a run's files and settings is other than when it began, in lines for people, and the command that takes it all;
 * what a flag replaces is no news.
 */
export async function changesSince(
  run: Pick<RunRecord, 'runId' | 'params' | 'tasks'>,
  settings: Settings,
  flags: ResumeFlags,
): Promise<readonly string[]> {
  const changes = [
    ...(await changedFiles(run.params, flags)),
    ...(await changedSources(run, flags)),
    ...otherSettings(run.params, settings, flags),
  ];
  if (changes.length === 0) return [];
  const wanted = [...new Set(changes.flatMap((change) => change.flags))];
  const advice =
    wanted.length === 0
      ? []
      : [`To use what is there now: ${lfCommand('resume', run.runId)} ${wanted.join(' ')}`];
  return [...changes.map(({ line }) => line), ...advice];
}

/** The flags of `lf resume` by which a file of each role is read again. */
const REPLACED_BY: Readonly<Record<ConfigRole, readonly (keyof ResumeFlags)[]>> = {
  suite: ['suite'],
  sweep: ['sweep', 'model', 'config', 'seed'],
  config: ['config', 'model', 'sweep', 'seed'],
};

async function changedFiles(
  params: RunRecord['params'],
  flags: ResumeFlags,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const file of configFilesIn(params['configFiles'])) {
    if (REPLACED_BY[file.role].some((flag) => flags[flag] !== undefined)) continue;
    const change = await changeOf(file);
    if (change === null) continue;
    const { flag, what } = CONFIG_FLAGS[file.role];
    const kept = `the run keeps the ${what} that it read there (sha256 ${file.sha256.slice(0, 12)})`;
    changes.push(
      change === 'gone'
        ? { line: `${file.path} is gone or cannot be read; ${kept}.`, flags: [] }
        : {
            line: `${file.path} was changed after the run began; ${kept}.`,
            flags: [`${flag} ${shellWord(file.name)}`],
          },
    );
  }
  return changes;
}

async function changedSources(
  { params, tasks }: Pick<RunRecord, 'params' | 'tasks'>,
  flags: ResumeFlags,
): Promise<readonly Change[]> {
  if (flags.data !== undefined || flags.from === 'start') return [];
  const before = statesIn(params['sourceStates']);
  if (before === null) return [];
  const folder = params['dataFolder'];
  const now = await statesNow(Object.keys(before), folder);
  const isStored = tasks.some(({ step, status }) => step === 'start' && status !== 'failed');
  const kept = isStored
    ? 'the run keeps the data that it stored'
    : 'the run has stored none of its data yet, and reads it as it is now';
  const flag = typeof folder === 'string' ? `--data ${shellWord(folder)}` : '--from start';
  return Object.keys({ ...before, ...now }).flatMap((path) => {
    if (before[path] === now[path]) return [];
    const how =
      now[path] === undefined ? 'is gone' : before[path] === undefined ? 'has come' : 'was changed';
    return [
      { line: `${path} ${how} after the run began; ${kept}.`, flags: isStored ? [flag] : [] },
    ];
  });
}

/** The files of a folder may be others now; those that settings name are the same, whatever is in them. */
async function statesNow(paths: readonly string[], folder: unknown): Promise<SourceStates> {
  const [browsing_train = null, search_train = null, sku_to_content = null] = paths;
  const named = { browsing_train, search_train, sku_to_content };
  const found = typeof folder === 'string' ? await sourcesIn(folder).catch(() => named) : named;
  return sourceStates(found);
}

function statesIn(value: unknown): SourceStates | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

function otherSettings(
  params: RunRecord['params'],
  settings: Settings,
  flags: ResumeFlags,
): readonly Change[] {
  return changedSettings(params['keptSettings'], settings).flatMap(({ name, then, now, flag }) => {
    if (flag !== null && flags[flag] !== undefined) return [];
    if (name === 'LF_SYNTHETIC_EVENTS' && !isSynthetic(params)) return [];
    const line = `${name} is ${shown(now)} and was ${shown(then)} when the run began, which the run keeps`;
    if (flag === null) return [{ line: `${line}; a new run takes it.`, flags: [] }];
    const isValue = now !== null && flag !== 'data';
    const isPath = flag === 'data';
    return [
      {
        line: isPath
          ? `${line}; ${lfCommand('resume', '<run>', '--data', '<folder>')} takes a folder with the tables, a new run the setting.`
          : `${line}.`,
        flags: isValue ? [`--${flag} ${shellWord(String(now))}`] : [],
      },
    ];
  });
}

function shown(value: string | number | null): string {
  return value === null ? 'unset' : JSON.stringify(value);
}

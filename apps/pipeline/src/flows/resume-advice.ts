import { dirname } from 'node:path';
import type { RunFailedError, RunRecord } from '@lf/flow';
import { builtInConfig } from '../settings/built-in-config.ts';
import { CONFIG_FLAGS, configFilesIn, type ConfigRole } from '../params/config-files.ts';
import { shellWord } from '../terminal/shell-word.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** A way to go on: the flags of `lf resume`, and when they fit. */
interface Way {
  readonly flags: string;
  readonly when: string;
}

/** What of a run its ways on depend on. */
type Run = Pick<RunRecord, 'runId' | 'params'> & { readonly choosesModel: boolean };

type WaysOn = (run: Run) => readonly Way[];

const AS_IT_IS: Way = { flags: '', when: 'when its cause is mended' };

/** Ways on after a failure of this code, whichever step it was in. */
const BY_CODE: Readonly<Record<string, WaysOn>> = {
  expectations_failed: (run) => [...otherData(run), ...configured(run, 'suite')],
  model_worse: () => [{ flags: '--force', when: 'to serve the model although it is worse' }],
  model_worse_than_baseline: () => [
    { flags: '--model <choice>', when: 'with another model, such as that baseline' },
    { flags: '--force', when: 'to serve the model although it is worse' },
  ],
  model_unproven: (run) => [
    { flags: '--force', when: 'to serve the model although nothing speaks for it' },
    ...otherData(run),
  ],
  port_taken: () => [
    { flags: '', when: 'when the port is free' },
    { flags: '--port <port>', when: 'on another port' },
  ],
  table_damaged: () => [{ flags: '--from start', when: 'to store the tables anew' }],
  long_sessions: (run) => [{ flags: '', when: 'with that setting' }, ...otherData(run)],
  transform_failed: (run) => [AS_IT_IS, ...otherData(run)],
  no_python: () => [AS_IT_IS],
  disk_full: () => [{ flags: '', when: 'when there is room' }],
  storage_failed: () => [AS_IT_IS],
  task_killed: () => [{ flags: '', when: 'to do the step again' }],
  task_timed_out: () => [{ flags: '', when: 'to do the step again' }],
};

/** Ways on after another failure, by the step that it was in. */
const BY_STEP: Readonly<Record<string, WaysOn>> = {
  start: () => [
    { flags: '', when: 'when the files are corrected: they are read anew' },
    { flags: '--data <folder>', when: 'with the files of another folder' },
  ],
  process_raw_data: otherData,
  data_validation: (run) => [...otherData(run), ...configured(run, 'suite')],
  prepare_dataset: (run) => [...otherData(run), ...otherModel(run)],
  get_model_config: otherModel,
  train_model: otherModel,
  evaluate_model: otherModel,
};

/** How to go on with a run that failed, in lines for people. */
export function resumeAdvice(error: RunFailedError, run: Run): readonly string[] {
  const ways = new Map<string, string>();
  for (const { task, error: cause } of error.failures) {
    const [step = task] = task.split('/');
    const waysOn = BY_CODE[cause.code] ?? BY_STEP[step] ?? (() => [AS_IT_IS]);
    for (const { flags, when } of waysOn(run)) ways.set(flags, when);
  }
  const commands = [...ways].map(
    ([flags, when]) => [`${lfCommand('resume', run.runId)} ${flags}`.trim(), when] as const,
  );
  const width = Math.max(...commands.map(([command]) => command.length));
  const kept = ways.has('')
    ? []
    : ['Without one of these the run keeps what it has, and fails again.'];
  return [
    'Go on:',
    ...commands.map(([command, when]) => `  ${command.padEnd(width)}   ${when}`),
    ...kept,
  ];
}

/** The tables are stored: only these read files again. */
function otherData({ params }: Run): readonly Way[] {
  const folder = params['dataFolder'];
  const isOurs = typeof folder !== 'string' && !hasSources(params['sources']);
  const other = { flags: '--data <folder>', when: 'with the files of another folder' };
  return isOurs
    ? [other]
    : [{ flags: '--from start', when: 'when the files are corrected: they are read anew' }, other];
}

function hasSources(sources: unknown): boolean {
  return (
    typeof sources === 'object' &&
    sources !== null &&
    Object.values(sources).some((path) => typeof path === 'string')
  );
}

function otherModel(run: Run): readonly Way[] {
  const isSweep = configFilesIn(run.params['configFiles']).some(({ role }) => role === 'sweep');
  return [
    ...configured(run, 'config'),
    ...(isSweep ? configured(run, 'sweep') : []),
    ...(run.choosesModel ? [{ flags: '--model <choice>', when: 'with another model' }] : []),
  ];
}

/** Another file of a role: the corrected one of the user's own, or a copy of the built-in one. */
function configured({ params }: Run, role: ConfigRole): readonly Way[] {
  const { flag, what } = CONFIG_FLAGS[role];
  const file = configFilesIn(params['configFiles']).find((each) => each.role === role);
  if (file === undefined) return [{ flags: `${flag} <file>`, when: `with another ${what}` }];
  const isBuiltIn = file.path.startsWith(dirname(builtInConfig('x')));
  return [
    isBuiltIn
      ? { flags: `${flag} <file>`, when: `with another ${what} than ${file.path}` }
      : { flags: `${flag} ${shellWord(file.name)}`, when: `when that ${what} is corrected` },
  ];
}

import { RunFailedError } from '@lf/flow';
import { expect, it } from 'vitest';
import { resumeAdvice } from '../../src/flows/resume-advice.ts';
import { builtInConfig } from '../../src/settings/built-in-config.ts';

const OWN = { role: 'config', name: '/my/{}.json', path: '/my/KNN.json', sha256: '00' };
const SUITE = builtInConfig('expectations/rec.json');
const BUILT_IN = { role: 'suite', name: SUITE, path: SUITE, sha256: '00' };

function adviceFor(task: string, code: string, flow = 'rec', params: object = {}): string {
  const error = { name: 'Error', code, message: 'it failed', retryable: true };
  const failure = { task, attempts: 1, error, logKey: null };
  const run = {
    choosesModel: flow === 'rec',
    runId: 'r1',
    params: {
      configFiles: [OWN, BUILT_IN],
      sources: { browsing_train: '/shop/browsing_train.csv' },
      ...params,
    },
  };
  return resumeAdvice(new RunFailedError(flow, 'r1', [failure]), run).join('\n');
}

const COMMANDS: readonly (readonly [string, string, RegExp])[] = [
  ['start', 'invalid_rows', /lf resume r1 +when the files are corrected.*\n.*r1 --data <folder>/],
  ['process_raw_data', 'engine_failed', /lf resume r1 --from start .*\n.*--data <folder>/],
  [
    'data_validation',
    'expectations_failed',
    /--from start[\s\S]*--data[\s\S]*--suite <file>.*than/,
  ],
  ['prepare_dataset', 'unsplittable', /--config '\/my\/{}\.json' +when that model configuration/],
  ['train_model/3', 'rec_config_invalid', /--config '\/my\/{}\.json'[\s\S]*--model <choice>/],
  ['evaluate_model', 'step_failed', /--config '\/my\/{}\.json'/],
  ['deploy', 'model_worse', /lf resume r1 --force/],
  ['deploy', 'port_taken', /lf resume r1 +when the port is free\n.*r1 --port <port>/],
  ['deploy', 'step_failed', /lf resume r1 +when its cause is mended/],
  ['start', 'disk_full', /lf resume r1 +when there is room/],
  ['process_raw_data', 'table_damaged', /lf resume r1 --from start/],
];
it.each(COMMANDS)(
  'after %s failed with %s, gives the command that fits',
  (step, code, expected) => {
    const advice = adviceFor(step, code);
    expect(advice).toMatch(/^Go on:\n {2}lf resume r1/);
    expect(advice).toMatch(expected);
  },
);

it('says that a plain resume fails again only where none is among the ways on', () => {
  expect(adviceFor('data_validation', 'expectations_failed')).toMatch(/fails again\.$/);
  expect(adviceFor('deploy', 'model_worse')).toMatch(/fails again\.$/);
  expect(adviceFor('start', 'invalid_rows')).not.toContain('fails again');
});

it('names no files of the user and no model where there are none', () => {
  const synthetic = { sources: { browsing_train: null }, dataFolder: null };
  const advice = adviceFor('prepare_dataset', 'unsplittable', 'intent', synthetic);
  expect(advice).not.toContain('--from start');
  expect(advice).not.toContain('--model');
});

it('offers the corrected sweep of a run that has one', () => {
  const sweep = { role: 'sweep', name: '/my/sweep.json', path: '/my/sweep.json', sha256: '00' };
  const advice = adviceFor('train_model/0', 'step_failed', 'rec', { configFiles: [OWN, sweep] });
  expect(advice).toContain('lf resume r1 --sweep /my/sweep.json');
});

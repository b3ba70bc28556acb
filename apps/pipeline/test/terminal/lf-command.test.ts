import { spawnSync } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import {
  CALLED_AS,
  callProgram,
  calledAs,
  lfCommand,
  programOf,
} from '../../src/terminal/lf-command.ts';

afterEach(() => {
  callProgram('lf');
});

const START = { directory: '/home/you/shop', environment: {} };

it.each([
  ['lf', '/usr/local/bin/lf', {}],
  ['npx lf', '/home/you/shop/node_modules/.bin/lf', { npm_command: 'exec' }],
  [
    'npx lf',
    '/home/you/shop/node_modules/.bin/lf',
    { npm_lifecycle_event: 'lf', npm_command: 'run-script' },
  ],
  ['npx @lf/pipeline', '/home/you/.npm/_npx/0f/node_modules/.bin/lf', { npm_command: 'exec' }],
  [
    'npm run -s lf --',
    '/home/you/shop/apps/pipeline/from-source.js',
    { npm_command: 'run-script', npm_lifecycle_event: 'lf' },
  ],
  [
    'npm run -s lf --',
    '/home/you/shop/apps/pipeline/from-source.js',
    { npm_command: 'run', npm_lifecycle_event: 'lf' },
  ],
  [
    'npx nx run pipeline:lf --',
    '/home/you/shop/apps/pipeline/from-source.js',
    {
      npm_command: 'exec',
      NX_TASK_TARGET_PROJECT: 'pipeline',
      NX_TASK_TARGET_TARGET: 'intent',
    },
  ],
  // A test of this project starts lf itself
  [
    'node apps/pipeline/from-source.js',
    '/home/you/shop/apps/pipeline/from-source.js',
    {
      npm_lifecycle_event: 'test',
      NX_TASK_TARGET_PROJECT: 'pipeline',
      NX_TASK_TARGET_TARGET: 'test',
    },
  ],
  ["node 'my tools/main.js'", '/home/you/shop/my tools/main.js', {}],
  ["node '/opt/local flow/main.js'", '/opt/local flow/main.js', {}],
])('calls itself again as %s', (program, script, environment) => {
  expect(programOf({ ...START, script, environment })).toBe(program);
});

it('writes words that a shell takes for the same words, and leaves what is to be filled in', () => {
  callProgram('npx lf');
  const command = lfCommand('run', 'intent', '--data', "my shop/o'clock $HOME", '<folder>');
  expect(command).toBe(`npx lf run intent --data 'my shop/o'\\''clock $HOME' <folder>`);
  const words = lfCommand('run', "my shop/o'clock $HOME").replace('npx lf', "printf '%s\\n'");
  expect(spawnSync('sh', ['-c', words], { encoding: 'utf8' }).stdout).toBe(
    "run\nmy shop/o'clock $HOME\n",
  );
});

it('tells the steps how it was called, and those in containers nothing', () => {
  expect(calledAs()).toEqual({});
  callProgram('npx lf');
  expect(calledAs()).toEqual({ [CALLED_AS]: 'npx lf' });
});

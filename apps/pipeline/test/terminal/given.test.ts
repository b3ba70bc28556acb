import { Command } from 'commander';
import { expect, it } from 'vitest';
import { givenByFlags, givenBySettings, whereSet, whoGavePaths } from '../../src/cli/given.ts';
import { SettingsError } from '../../src/errors.ts';

const SHOP = '/home/you/shop';
const sources = {
  BROWSING_TRAIN_PATH: { from: '.env', text: 'data/raw.csv' },
  MODEL_CONFIG_PATH: { from: 'environment', text: 'configs/{}.json' },
  WANDB_API_KEY: { from: '.env', text: 'data/key.txt' },
  LF_SEED: { from: 'environment', text: '7' },
};

/** What a command was given, as commander has it. */
function flagsOf(...words: readonly string[]) {
  const command = new Command()
    .option('--data <folder>')
    .option('--config <file>', '', 'configs/default.json')
    .option('--k <n>', '', Number)
    .action(() => undefined);
  command.parse(words, { from: 'user' });
  return givenByFlags(command);
}

it.each([
  [
    'a relative path, resolved by whoever read it',
    'browsing_train (/home/you/shop/data/raw.csv): no such file. Check the path.',
    ['BROWSING_TRAIN_PATH in .env names /home/you/shop/data/raw.csv.'],
  ],
  [
    'a path as it was written',
    'data/raw.csv.',
    ['BROWSING_TRAIN_PATH in .env names data/raw.csv.'],
  ],
  [
    'a path made of a pattern',
    'Reading the configuration: configs/KNN.json is not JSON.',
    ['MODEL_CONFIG_PATH in the environment names configs/KNN.json.'],
  ],
  ['a setting that is named already', 'BROWSING_TRAIN_PATH: data/raw.csv is empty', []],
  ['a longer path', 'data/raw.csv.gz, old-data/raw.csv, /data/raw.csv', []],
  ['a secret', 'data/key.txt is wrong', []],
  ['what is no path', 'expected 7 rows', []],
])('names the setting of %s', (_, text, expected) => {
  expect(whoGavePaths(text, givenBySettings(sources), SHOP)).toEqual(expected);
});

it('names the flag of a file, and of a folder for a file in it', () => {
  const given = [
    ...flagsOf('--data', 'my (new) data', '--k', '3'),
    ...flagsOf('--config', '/a.json'),
  ];
  expect(given.map(({ name }) => name)).toEqual(['--data', '--config']);
  expect(whoGavePaths('/a.json is not JSON', given, SHOP)).toEqual(['--config names /a.json.']);
  const folder = flagsOf('--data', './my (new) data');
  expect(whoGavePaths(`${SHOP}/my (new) data/browsing_train.csv: empty`, folder, SHOP)).toEqual([
    `--data names ${SHOP}/my (new) data/browsing_train.csv.`,
  ]);
  // A default is nobody's word
  expect(flagsOf()).toEqual([]);
});

it('names a flag before a setting of the same path', () => {
  const given = [...flagsOf('--data', 'data/raw.csv'), ...givenBySettings(sources)];
  expect(whoGavePaths('data/raw.csv', given, SHOP)).toEqual(['--data names data/raw.csv.']);
});

it('tells where wrong settings are set, and where a flag is corrected', () => {
  expect(whereSet(['LF_SEED', 'MODEL_CHOICE', 'LF_SEED'], sources)).toEqual([
    'LF_SEED is set in the environment.',
  ]);
  const problem = (setting: string) => ({ setting, value: 'x', expected: 'a number' });
  const lastLine = (...settings: readonly string[]) =>
    new SettingsError(settings.map(problem)).message.split('\n').at(-1);
  expect(lastLine('LF_SEED')).toBe('Correct them in .env or the environment.');
  expect(lastLine('--port', '--port')).toBe('Correct --port of the command.');
  expect(lastLine('--port', 'LF_SEED')).toBe(
    'Correct --port of the command, and the others in .env or the environment.',
  );
});

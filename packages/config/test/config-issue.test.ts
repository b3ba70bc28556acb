import { expect, it } from 'vitest';
import { ConfigError, formatConfigIssues, type ConfigIssue } from '../src/index.ts';

const RANGE: ConfigIssue = { key: 'COUNT', value: 0, expected: 'an integer from 1 to 9' };
const MISSPELT: ConfigIssue = {
  key: 'CUONT',
  value: 'many',
  expected: 'one of the keys COUNT, RATE',
  nearest: 'COUNT',
};

it('says what was read and what is wrong with one key', () => {
  expect(formatConfigIssues('the config of DEMO', [RANGE])).toBe(
    'While reading the config of DEMO, one key is wrong:\n' +
      '  COUNT: expected an integer from 1 to 9, got 0',
  );
});

it('gives each of several keys a line, with the key that was meant', () => {
  expect(formatConfigIssues('demo.json', [RANGE, MISSPELT])).toBe(
    'While reading demo.json, 2 keys are wrong:\n' +
      '  COUNT: expected an integer from 1 to 9, got 0\n' +
      '  CUONT: expected one of the keys COUNT, RATE, got "many" (did you mean COUNT?)',
  );
});

it('makes an error with a stable code that keeps the issues', () => {
  const error = new ConfigError('demo.json', [RANGE]);
  expect(error).toMatchObject({ name: 'ConfigError', code: 'config_invalid', issues: [RANGE] });
  expect(error.message).toBe(formatConfigIssues('demo.json', [RANGE]));
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MODEL_CHOICES, parseRecConfig } from '../../src/index.ts';

const FOLDER = new URL('../../../../configs/rec/', import.meta.url);
const shipped = MODEL_CHOICES.filter((choice) => readdirSync(FOLDER).includes(`${choice}.json`));

it.each(shipped)('the shipped config of %s changes no default', (choice) => {
  const file: unknown = JSON.parse(readFileSync(new URL(`${choice}.json`, FOLDER), 'utf8'));
  expect(parseRecConfig(choice, file)).toEqual(parseRecConfig(choice, {}));
});

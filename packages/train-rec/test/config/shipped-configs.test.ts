import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MODEL_CHOICES, parseRecConfig } from '../../src/index.ts';

const FOLDER = new URL('../../../../configs/rec/', import.meta.url);
const shipped = MODEL_CHOICES.filter((choice) => readdirSync(FOLDER).includes(`${choice}.json`));

function readConfig(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}

it.each(shipped)('the shipped config of %s is one of its own', (choice) => {
  expect(() => parseRecConfig(choice, readConfig(`${choice}.json`))).not.toThrow();
});

// A key that is left out of a KNN config means what it means in the original flow, so the better KNN.json differs
it.each(shipped.filter((choice) => choice !== 'KNN'))(
  'the shipped config of %s changes no default',
  (choice) => {
    expect(parseRecConfig(choice, readConfig(`${choice}.json`))).toEqual(
      parseRecConfig(choice, {}),
    );
  },
);

it("the defaults of KNN are the original flow's", () => {
  expect(parseRecConfig('KNN', readConfig('KNN-original.json'))).toEqual(parseRecConfig('KNN', {}));
});

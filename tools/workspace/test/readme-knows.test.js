import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listedIn, withKnows } from '../src/readme/knows.js';

const ROOT = new URL('../../../', import.meta.url);
const readme = readFileSync(new URL('README.md', ROOT), 'utf8');

it("the README's 'knows' column says what each package.json says", () => {
  expect(readme).toBe(withKnows(readme));
});

it('a wrong entry is found', () => {
  const wrong = readme.replace(/(\(packages\/flow\).*\| )nobody /, '$1dataset ');
  expect(wrong).not.toBe(readme);
  expect(withKnows(wrong)).toBe(readme);
});

it('every package and app has a row', () => {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(new URL(parent, ROOT)).map((name) => `${parent}/${name}`),
  );
  expect(listedIn(readme).toSorted()).toEqual(folders.toSorted());
});

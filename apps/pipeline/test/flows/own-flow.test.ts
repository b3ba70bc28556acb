import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { artifactsOf, killAt } from '../interrupted-runs.ts';
import { loadOwnFlows } from '../../src/flows/own-flows.ts';
import { LF, Workplace } from '../workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../../examples/most-viewed.js');

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
});
afterEach(() => place.close());

it('runs, lists and resumes a flow that a file of LF_FLOWS adds, with nothing of ours changed', async () => {
  await killAt(place, 'count', ['run', 'most-viewed', '--run-id', 'killed']);
  const resumed = await place.lf(['resume', 'killed', '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  const undisturbed = await place.lf(['run', 'most-viewed', '--run-id', 'undisturbed', '--json']);
  expect(JSON.parse(undisturbed.stdout)).toEqual(JSON.parse(resumed.stdout));
  expect(JSON.parse(resumed.stdout)).toMatchObject({ top: { length: 10 } });
  expect(await artifactsOf(place, 'killed')).toEqual(await artifactsOf(place, 'undisturbed'));

  const { stdout } = await place.lf(['runs', 'list']);
  expect(stdout).toMatch(/killed +most-viewed +completed/);
  const help = await place.lf(['run', '--help']);
  expect(help.stdout).toMatch(/most-viewed \[options\] +which products are in most sessions\?/);
});

it('advises no model to a flow that trains none', async () => {
  const suite = await place.write('suite.json', JSON.stringify(IMPOSSIBLE));
  const failed = await place.lf(['run', 'most-viewed', '--run-id', 'failed'], {
    LF_SUITE_PATH: suite,
  });
  expect(failed.stderr).toContain(`${LF} resume failed --suite`);
  expect(failed.stderr).not.toContain('--model');
  const refused = await place.lf(['resume', 'failed', '--model', 'KNN']);
  expect(refused.stderr).toContain('the flow most-viewed has no --model');
  expect(refused.code).toBe(1);
});

it('refuses a flow of a name that is taken', async () => {
  const path = await place.write('taken.js', entry('rec', 'rec'));
  const { code, stderr } = await place.lf(['run', 'intent'], { LF_FLOWS: path });
  expect(stderr).toMatch(/taken\.js \(setting LF_FLOWS\): there is a flow rec already/);
  expect(code).toBe(1);
});

it.each([
  ['nope.js', null, /nope\.js \(setting LF_FLOWS\): there is no such file/],
  ['broken.mjs', 'export const flows = {', /broken\.mjs \(setting LF_FLOWS\): it cannot be loaded/],
  ['none.mjs', 'export const flow = 1', /expected an export `flows`/],
  [
    'half.mjs',
    'export const flows = { a: { about: "a" } }',
    /flows\.a to have `about`, `definition`/,
  ],
  ['other.mjs', entry('a', 'b'), /flows\.a to hold a flow of that name, and it is b/],
] as const)('says what is wrong with %s', async (name, text, expected) => {
  const path = text === null ? join(place.folder, name) : await place.write(name, text);
  await expect(loadOwnFlows(path)).rejects.toThrow(expected);
});

/** No table has so many rows. */
const IMPOSSIBLE = {
  expectation_suite_name: 'impossible',
  expectations: [{ expectation_type: 'expect_table_row_count_to_equal', kwargs: { value: -1 } }],
};

function entry(key: string, name: string): string {
  const definition = JSON.stringify({ name, steps: [] });
  return `export const flows = { ${key}: { about: 'x', definition: ${definition}, load: () => null } }`;
}

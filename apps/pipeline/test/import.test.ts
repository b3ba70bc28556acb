import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LF, Workplace } from './workplace.ts';

const EXPORT = [
  'Item ID;Event name;Event date;Client ID',
  'A1;view_item;31.01.2021 05:00:00;11.22',
  'A1;add_to_cart;31.01.2021 05:00:02;11.22',
  'A2;scroll;31.01.2021 05:00:03;11.22',
  'A1;purchase;noon;11.22',
  '',
].join('\n');

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
  await place.write('export.csv', EXPORT);
});
afterAll(() => place.close());

it('proposes a map, writes it and a table, and lf upload takes the table', async () => {
  const told = await place.lf(['import', 'export.csv', '--guess', '--out', 'shop']);
  expect(told.code, told.stderr).toBe(0);
  for (const line of [
    /^time +Event date +times as text, the day first/m,
    /^4 rows read from 1 file = 2 events \+ 2 dropped$/m,
    /^ {2}dropped 1: actions that the map does not know: "scroll" 1$/m,
    /^ {2}dropped 1: times that cannot be read: "noon" 1$/m,
    /^11\.22 +2021-01-31 05:00:02 +add +A1$/m,
    /^Run on it: node \S+from-source\.js run intent --data shop$/m,
  ]) {
    expect(told.stdout).toMatch(line);
  }
  const uploaded = await place.lf(['upload', '--data', 'shop']);
  expect(uploaded.code, uploaded.stderr).toBe(0);
  expect(uploaded.stdout).toMatch(/browsing_train: 2 rows/);
});

it('prints a command that can be pasted where it was given', async () => {
  const told = await place.lf(['import', 'export.csv', '--guess', '--out', "the shop's"]);
  const [, command = ''] = /^Run on it: (.+)$/m.exec(told.stdout) ?? [];
  expect(command).toBe(`${LF} run intent --data 'the shop'\\''s'`);
  const pasted = await place.shell(command.replace('run intent', 'upload'));
  expect(pasted.code, pasted.stderr).toBe(0);
  expect(pasted.stdout).toMatch(/browsing_train: 2 rows/);
});

it('takes the map back when it is corrected, and shows without --out only', async () => {
  const map: unknown = JSON.parse(
    await readFile(join(place.folder, 'shop/import-map.json'), 'utf8'),
  );
  await place.write(
    'map.json',
    JSON.stringify(map).replace('{"add_to', '{"scroll":"drop","add_to'),
  );
  const told = await place.lf(['import', 'export.csv', '--map', 'map.json', '--json']);
  expect(told.code, told.stderr).toBe(0);
  expect(JSON.parse(told.stdout)).toMatchObject({
    account: { events: 2, dropped: [{ reason: 'dropped_action' }, { reason: 'wrong_time' }] },
    sample: [{ product_sku_hash: 'A1' }, { product_action: 'add' }],
  });
});

it.each([
  [['import', 'export.csv'], 2, /--guess, --preset <system> or --map <file>/],
  [['import', 'export.csv', '--preset', 'ga5'], 2, /Allowed choices are ga4/],
  [['import', 'export.csv', '--guess', '--idle-minutes', '0'], 2, /minutes above 0/],
  [
    ['import', 'export.csv', '--map', 'none.json'],
    1,
    /none\.json: expected a JSON file, got no such/,
  ],
  [['import', 'export.csv', '--map', 'map.json', '--max-lost', '2'], 2, /share from 0 to 1/],
  [['import', 'export.csv', '--guess', '--max-lost', '0.1'], 2, /cannot be used with/],
  [
    ['import', 'export.csv', '--map', 'map.json', '--max-lost', '0.2'],
    1,
    /at most 20 % of the rows to be lost, but 1 of 4 are/,
  ],
  [['import', 'export.csv', '--preset', 'otto'], 1, /expected a column 'events'/],
] as const)('refuses %j', async (args, code, message) => {
  const refused = await place.lf(args);
  expect(refused.code).toBe(code);
  expect(refused.stderr).toMatch(message);
  expect(refused.stderr).not.toContain('    at ');
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NothingImportedError } from '../../src/import/index.ts';
import type { FieldRule, ImportMap, SourceMap, TimeUnit } from '../../src/import/index.ts';
import { SOME_TIME_MS } from '../csv-files.ts';
import { imported } from './imported.ts';
import { referenceImport } from './reference-import.ts';
import type { PlainRow } from './reference-import.ts';

const COLUMNS = [
  'who',
  'Session ID',
  'when',
  'what',
  'which',
  'which.other',
  'page "x"',
  'größe',
] as const;

const EMPTY = ['', ' ', '(not set)', 'null'];
const ids = ['a', 'b', 'a/b', 'a%2F', 'ü', ' a ', '\ufeffb', '2', 'a/2', 'it\'s, "so"', 'x;y\tz'];
const actions = [
  'view_item',
  'add',
  'purchase',
  'Purchase',
  'detail',
  'page\nview',
  'oops',
  ...EMPTY,
];

/** Times of a few hours, so that pauses of some minutes are there, with and without what is wrong. */
const moment = fc
  .integer({ min: 0, max: 200 })
  .map((minutes) => SOME_TIME_MS + minutes * 60_000 + (minutes % 7) * 123);

const zones = ['', 'Z', ' UTC', '+02:00', '-0330', '+14', '-11:45', '+99', ' CET'];

const times: Readonly<Record<TimeUnit, fc.Arbitrary<string>>> = {
  iso: fc
    .tuple(
      moment,
      fc.constantFrom(...zones),
      fc.constantFrom('T', ' ', '_'),
      fc.integer({ min: 10, max: 23 }),
    )
    .map(([ms, zone, between, length]) =>
      `${new Date(ms).toISOString().slice(0, length)}${zone}`.replace('T', between),
    ),
  s: moment.chain((ms) =>
    fc.constantFrom(`${Math.floor(ms / 1000)}`, `${ms / 1000}`, (ms / 1000).toExponential()),
  ),
  ms: moment.chain((ms) => fc.constantFrom(`${ms}`, `${ms}.0`, `+${ms}.25`, ms.toExponential(6))),
  us: moment.chain((ms) => fc.constantFrom(`${ms}789`, `${ms}789.5`)),
  ns: moment.map((ms) => `${ms}123456`),
};
const wrongTimes = [
  ...EMPTY,
  'noon',
  '-5',
  '0',
  '1e400',
  '99999999999999999999999999999',
  '0x10',
  '2021-02-30',
  '2021-01-01T25:00',
  '1999-12-31T23:59:59.999Z',
  '2100-01-01',
  'NaN',
  'Infinity',
];

function rowsOf(unit: TimeUnit): fc.Arbitrary<readonly PlainRow[]> {
  const id = fc.constantFrom(...ids, ...EMPTY);
  const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: odd, weight: 1 });
  return fc.array(
    fc.record({
      who: mostly(fc.constantFrom('a', 'b', 'a/b'), id),
      'Session ID': mostly(fc.constantFrom('1', '2'), id),
      when: mostly(times[unit], fc.constantFrom(...wrongTimes)),
      what: fc.constantFrom(...actions),
      which: id,
      'which.other': id,
      'page "x"': fc.constantFrom('/home', '/a?b="c"', ...EMPTY),
      größe: fc.constantFrom('S', 'M', ''),
    }),
    { minLength: 1, maxLength: 60, size: 'max' },
  );
}

const field = (...names: readonly (typeof COLUMNS)[number][]): fc.Arbitrary<FieldRule> =>
  fc.oneof(
    fc.constantFrom(...names),
    fc.shuffledSubarray([...names], { minLength: 1 }),
    fc.record({ constant: fc.constantFrom('add', 'x') }),
  );

function sourceOf(unit: TimeUnit): fc.Arbitrary<SourceMap> {
  const parts = fc.record(
    {
      session: field('Session ID', 'größe'),
      visitor: fc.constantFrom<FieldRule>('who', ['who', 'Session ID']),
      actions: fc.constantFrom<NonNullable<SourceMap['actions']>>(
        { view_item: 'detail', add: 'add', purchase: 'purchase', 'page\nview': 'view' },
        { add: 'drop', detail: 'remove' },
        {},
      ),
      otherActions: fc.constantFrom('drop' as const, 'view' as const, 'detail' as const),
      viewsOfItems: fc.constantFrom('view' as const, 'detail' as const),
      item: field('which', 'which.other'),
      url: field('page "x"'),
      empty: fc.constantFrom(['(not set)', 'null'], []),
      where: fc.constantFrom(
        [{ field: 'größe', in: ['S', 'M'] }],
        [{ field: ['größe', 'who'], notIn: ['S'] }],
        [{ field: 'who', in: [] }],
      ),
    },
    { requiredKeys: ['visitor'] },
  );
  const zone = fc.constantFrom('UTC', '+05:30', '-08:00');
  return fc.tuple(parts, zone, field('what')).map(([rest, named, action]) => ({
    ...rest,
    time: 'when',
    times: { unit, zone: named },
    action,
  }));
}

const cases = fc.constantFrom<TimeUnit>('iso', 's', 'ms', 'us', 'ns').chain((unit) =>
  fc.record({
    rows: rowsOf(unit),
    map: fc.record<ImportMap>(
      {
        sources: sourceOf(unit).map((source) => [source]),
        idleMinutes: fc.constantFrom(10, 30, 0.5),
        duplicates: fc.constantFrom('drop', 'keep'),
      },
      { requiredKeys: ['sources'] },
    ),
    columns: fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
    format: fc.constantFrom(',', ';', '\t', '|', 'json'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  }),
);

it('maps a random table by a random map as a plain reading of each row does', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, map, columns, format, lineEnd }) => {
      const expected = referenceImport(rows, map);
      const text =
        format === 'json'
          ? rows.map((row) => JSON.stringify(row)).join(lineEnd)
          : [Object.fromEntries(columns.map((name) => [name, name])), ...rows]
              .map((row: PlainRow) =>
                columns.map((name) => quotedField(row[name] ?? '', format)).join(format),
              )
              .join(lineEnd);
      const found = await imported({ 'table.txt': text }, map).catch((error: unknown) => {
        if (error instanceof NothingImportedError) return { account: error.account, events: [] };
        throw error;
      });
      expect(found.events).toEqual(expected.events);
      const { account } = found;
      expect(
        Object.fromEntries(account.dropped.map(({ reason, rows: count }) => [reason, count])),
      ).toEqual(expected.dropped);
      const dropped = account.dropped.reduce((sum, { rows: count }) => sum + count, 0);
      expect(account.rowsRead).toBe(rows.length);
      expect(account.events + dropped).toBe(rows.length);
      expect(account.sessions).toBe(new Set(expected.events.map(([id]) => id)).size);
    }),
    { numRuns: 40 },
  );
}, 120_000);

function quotedField(value: string, delimiter: string): string {
  return /["\r\n]|^\s|\s$/.test(value) || value.includes(delimiter)
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}

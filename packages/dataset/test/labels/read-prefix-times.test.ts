import { CONTEXT_FACTS } from '@lf/contract';
import { expect, it } from 'vitest';
import { PrefixTimesError, readPrefixes, readPrefixTimes } from '../../src/index.ts';
import { badRowsOf } from '../bad-rows.ts';
import { fileWith } from '../csv-files.ts';

const TIMES_HEADER =
  'session_key,events_after_first_add,seconds_since_first_event,seconds_since_previous_event,seconds_since_first_cart,' +
  'inter_event_interval_mean,unique_items_count,repeated_views_of_cart_items,hour_of_day,day_of_week';
const WIDTH = CONTEXT_FACTS.length;

const prefixesPath = () =>
  fileWith(
    [
      'session_key,visitor_id,events_after_first_add,symbols,label',
      'b,z,0,VVA,0',
      'a,y,0,A,1',
      'b,z,1,VVAV,0',
      'b,z,2,VVAVA,0',
      '',
    ].join('\n'),
  );

const timesWith = (...lines: readonly string[]) =>
  fileWith([TIMES_HEADER, ...lines, ''].join('\n'));

const AT_0 = 'b,0,30,10,0,15,2,1,23,6';
const AT_1 = 'b,1,90,60,60,30,2,2,0,0';
const AT_2 = 'b,2,95.5,5.5,65.5,23.875,3,3,0,0';

async function rowsOf(timesPath: string): Promise<Record<string, number>[]> {
  const { facts } = await readPrefixTimes(await prefixesPath(), timesPath);
  return Array.from({ length: facts.length / WIDTH }, (_, row) =>
    Object.fromEntries(
      CONTEXT_FACTS.map(({ name }, fact) => [name, facts[row * WIDTH + fact] ?? NaN]),
    ),
  );
}

it('gives the facts of each prefix in its place, gaps of earlier cuts from the earlier rows', async () => {
  const rows = await rowsOf(await timesWith(AT_2, AT_0, AT_1));
  expect(rows).toHaveLength((await readPrefixes(await prefixesPath())).labels.length);
  expect(rows[3]).toEqual({
    secondsSinceStart: 95.5,
    secondsSinceAdd: 65.5,
    lastGap: 5.5,
    gapAtAdd: 10,
    gapAfterAdd1: 60,
    gapAfterAdd2: 5.5,
    gapAfterAdd3: NaN,
    longestGapSinceAdd: 60,
    hour: 0,
    weekday: 0,
    products: 3,
    productsAtAdd: 2,
    cartViews: 3,
    cartViewsAtAdd: 1,
  });
  expect(Object.values(rows[1] ?? {}).every(Number.isNaN)).toBe(true);
});

it('tells nothing of what comes after a cut', async () => {
  const changed = ['b,1,5000,4970,4970,9,40,30,12,3', 'b,2,9000,4000,8970,9,50,40,13,4'];
  const as = await rowsOf(await timesWith(AT_0, AT_1, AT_2));
  const other = await rowsOf(await timesWith(AT_0, ...changed));
  expect(other[0]).toEqual(as[0]);
  const last = await rowsOf(await timesWith(AT_0, AT_1, changed[1] ?? ''));
  expect(last[2]).toEqual(as[2]);
  expect(last[3]).not.toEqual(as[3]);
});

it('does not know what a field leaves empty', async () => {
  const [row] = await rowsOf(await timesWith('b,0,0,,0,,1,0,6,'));
  expect(row).toMatchObject({ secondsSinceStart: 0, lastGap: NaN, gapAtAdd: NaN, weekday: NaN });
});

it('refuses two rows of one cut, times of other prefixes, and no rows', async () => {
  const refused = async (...lines: readonly string[]) =>
    readPrefixTimes(await prefixesPath(), await timesWith(...lines));
  await expect(refused(AT_0, AT_0)).rejects.toThrow(/found 1 rows more\. Leave one of each/u);
  await expect(refused(AT_0.replace('b', 'q'))).rejects.toThrow(PrefixTimesError);
  await expect(refused()).rejects.toMatchObject({ code: 'no_rows' });
});

it('reports the rows of a file that are wrong', async () => {
  const times = timesWith('b,0,soon,10,0,15,2,1,23,6', 'b,x,1,1,1,1,1,1,1,1');
  expect(await badRowsOf(readPrefixTimes(await prefixesPath(), await times))).toEqual([
    ['wrong_type', 'events_after_first_add', [3]],
    ['wrong_type', 'seconds_since_first_event', [2]],
  ]);
});

import { ACTION_CODES, contextOfEvents } from '@lf/contract';
import { expect, it } from 'vitest';
import { parseContext, readWrittenContext } from '../../../src/models/intent/written-context.ts';
import { parseTime } from '../../../src/models/intent/time.ts';

const { add, detail, view } = ACTION_CODES;
const of = {
  actions: [detail, add, view],
  maxEvents: 200,
  reads: ['times', 'clock', 'products'],
} as const;
const read = (query: string, more: Partial<typeof of> = {}) =>
  parseContext(readWrittenContext(query), { ...of, ...more });

it.each([
  ['1764518400', 1_764_518_400_000],
  ['1764518400.25', 1_764_518_400_250],
  ['1764518400250', 1_764_518_400_250],
  ['0', 0],
  [' 2025-11-30T16:00:00Z ', Date.UTC(2025, 10, 30, 16)],
  ['2025-11-30T16:00Z', Date.UTC(2025, 10, 30, 16)],
  ['2025-11-30T16:00:00.5+02:00', Date.UTC(2025, 10, 30, 14, 0, 0, 500)],
  ['2025-11-30T16:00:00 02:00', Date.UTC(2025, 10, 30, 14)],
  ['2025-11-30T16:00:00-05:30', Date.UTC(2025, 10, 30, 21, 30)],
])('reads the time %s', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});

it.each([
  '',
  'noon',
  '-5',
  '1e9',
  'NaN',
  '999999999999999999',
  '2025-11-30',
  '2025-11-30T16:00:00',
  '2025-13-30T16:00:00Z',
  '1960-01-01T00:00:00Z',
])('takes %j for no time', (text) => {
  expect(parseTime(text)).toBeUndefined();
});

it('gives the facts that training computes, of times and products alike', () => {
  const known = read('times=1764518400,2025-11-30T16:00:05Z,1764518491000&skus=hat,%20hat,');
  expect(known).toEqual({
    sources: ['times', 'clock', 'products'],
    context: contextOfEvents({
      actions: of.actions,
      timesMs: [0, 5_000, 91_000].map((ms) => 1_764_518_400_000 + ms),
      skus: ['hat', 'hat', null],
    }),
  });
});

it('knows nothing where nothing is told, and tells what of it a model reads', () => {
  expect(read('session=add')).toBeUndefined();
  expect(read('skus=a,,b')?.sources).toEqual(['products']);
  expect(read('times=1,2,3', { reads: [] as never })).toEqual({ sources: [], context: undefined });
});

it('reads of a long session the events alone that the model reads', () => {
  const { context } = read('times=100,200,260&skus=a,b,c', { maxEvents: 2 as never }) ?? {};
  expect(context).toEqual(
    contextOfEvents({ actions: [add, view], timesMs: [200_000, 260_000], skus: ['b', 'c'] }),
  );
});

it.each([
  ['times=1,2', /times to be one an event: 3 separated by commas.*got '2'/u],
  ['times=', /times to be one an event: 3/u],
  ['skus=a,b,c,d', /skus to be one product an event, empty for none: 3.*got '4'/u],
  ['times=1,x,3', /seconds or milliseconds since 1970.*got 'x \(event 2\)'/u],
  [
    'times=1,5,3',
    /in the order of the events, oldest first, got '3 \(event 3\) after 5 \(event 2\)'/u,
  ],
  ['times=1,%ff,3', /times to be UTF-8/u],
])('refuses %s', (query, reason) => {
  expect(() => read(query)).toThrow(reason);
});

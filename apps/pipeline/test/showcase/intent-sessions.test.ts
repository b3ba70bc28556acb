import { ACTION_CODES, type ShopperAction } from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import { expect, it } from 'vitest';
import { intentSessions } from '../../src/showcase/intent-sessions.ts';

interface Row {
  readonly session: number;
  readonly actions: readonly ShopperAction[];
  readonly isBought?: boolean;
}

function rows(of: readonly Row[]): LabelledSequences {
  const offsets = new Uint32Array(of.length + 1);
  of.forEach(({ actions }, row) => (offsets[row + 1] = (offsets[row] ?? 0) + actions.length));
  return {
    offsets,
    actions: Uint8Array.from(
      of.flatMap(({ actions }) => actions.map((each) => ACTION_CODES[each])),
    ),
    labels: Uint8Array.from(of, ({ isBought }) => Number(isBought ?? false)),
    cuts: new Uint8Array(of.length),
    groups: Uint32Array.from(of, ({ session }) => session),
    startMs: Float64Array.from(of, ({ session }) => 1_764_000_000_000 + session),
  };
}

/** Number in binary as views and details, so that sessions of one length have different events. */
const looks = (number: number, length: number): readonly ShopperAction[] =>
  Array.from({ length }, (_, bit) => ((number >> bit) % 2 === 1 ? 'detail' : 'view'));

it('takes each session once, at its latest cut, with what came after it', () => {
  const test = rows([
    { session: 7, actions: ['view', 'detail', 'add'] },
    { session: 7, actions: ['view', 'detail', 'add', 'view', 'view'] },
    { session: 9, actions: ['detail', 'add', 'remove', 'add', 'view'], isBought: true },
  ]);
  expect(intentSessions(test)).toEqual([
    { events: ['view', 'detail', 'add', 'view', 'view'], next: 'no purchase' },
    { events: ['detail', 'add', 'remove', 'add', 'view'], next: 'purchase' },
  ]);
});

it('shows no session without an add, none with a purchase, and none too short to see anything', () => {
  const test = rows([
    { session: 0, actions: ['view', 'detail', 'view', 'view'] },
    { session: 1, actions: ['add', 'purchase', 'view', 'view'] },
    { session: 2, actions: ['detail', 'add'] },
  ]);
  expect(intentSessions(test)).toEqual([]);
  expect(intentSessions(rows([]))).toEqual([]);
});

it('shows six of each outcome, of typical length, over all of the time', () => {
  const sessions = Array.from({ length: 200 }, (_, session): Row => {
    // 4 to 8 events, and one in ten far more
    const length = session % 10 === 9 ? 35 : 3 + (session % 5);
    return {
      session,
      actions: [...looks(session, length), 'add'],
      isBought: session % 4 === 0,
    };
  });
  const shown = intentSessions(rows(sessions));
  expect(shown.map(({ next }) => next)).toEqual(
    Array.from({ length: 6 }, () => ['no purchase', 'purchase']).flat(),
  );
  const lengths = shown.map(({ events }) => events.length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(4);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(8);
  expect(new Set(shown.map(({ events }) => events.join())).size).toBe(12);
  const placeOf = (events: readonly string[]) =>
    sessions.findIndex(({ actions }) => actions.join() === events.join());
  const places = shown
    .filter(({ next }) => next === 'purchase')
    .map(({ events }) => placeOf(events));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeLessThan(50);
  expect(places.at(-1)).toBeGreaterThan(150);
});

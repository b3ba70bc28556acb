import type { NumberedSessions } from '@lf/dataset';
import { expect, it } from 'vitest';
import { recSessions } from '../../src/showcase/rec-sessions.ts';

function sessions(of: readonly (readonly number[])[]): NumberedSessions {
  const offsets = new Uint32Array(of.length + 1);
  of.forEach(({ length }, session) => (offsets[session + 1] = (offsets[session] ?? 0) + length));
  return { offsets, items: Uint32Array.from(of.flat()), startMs: new Float64Array(of.length) };
}

const SKUS = ['a', 'b', 'c', 'd', 'rare', 'x'.repeat(300)];
/** Products 0 to 3 and 5 in five sessions, product 4 in three. */
const COMMON = sessions([
  ...Array.from({ length: 3 }, () => [0, 1, 2, 3, 4, 5]),
  ...Array.from({ length: 2 }, () => [0, 1, 2, 3, 5]),
]);

it('gives the last product to be guessed', () => {
  const shown = recSessions({ test: sessions([[0, 1, 2]]), others: [COMMON], skus: SKUS });
  expect(shown).toEqual([{ events: ['a', 'b'], next: 'c' }]);
});

it('leaves out products that are unknown, rare or too long to show, and sessions that show nothing', () => {
  const test = sessions([
    [0, 1, 6],
    [0, 4, 1],
    [0, 5, 1],
    [0, 1],
    [0, 1, 1],
    [3, 3, 3],
    [1, 0, 3],
  ]);
  expect(recSessions({ test, others: [COMMON], skus: SKUS })).toEqual([
    { events: ['b', 'a'], next: 'd' },
  ]);
  expect(recSessions({ test, others: [], skus: SKUS })).toEqual([]);
  expect(recSessions({ test: sessions([]), others: [COMMON], skus: SKUS })).toEqual([]);
});

it('chooses twelve of typical length, the same each time', () => {
  const numbers = Array.from({ length: 300 }, (_, session) => {
    const length = session % 10 === 0 ? 19 : 3 + (session % 4);
    return Array.from({ length }, (_event, event) => ((session >> event) + event) % 4);
  });
  const test = sessions(numbers);
  const shown = recSessions({ test, others: [], skus: SKUS.slice(0, 4) });
  expect(shown).toHaveLength(12);
  for (const { events, next } of shown) {
    expect(events.length).toBeGreaterThanOrEqual(2);
    expect(events.length).toBeLessThanOrEqual(6);
    expect(next).not.toBe(events.at(-1));
  }
  expect(recSessions({ test, others: [], skus: SKUS.slice(0, 4) })).toEqual(shown);
  expect(JSON.stringify(shown).length).toBeLessThan(2000);
});

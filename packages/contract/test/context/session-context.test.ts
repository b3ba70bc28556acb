import { expect, it } from 'vitest';
import {
  ACTION_CODES,
  CONTEXT_FACTS,
  contextOfEvents,
  knownSources,
  selectContext,
  unknownContext,
  withoutSources,
  type SessionEvents,
} from '../../src/index.ts';

const { add, detail, view } = ACTION_CODES;
/** 2021-01-01 23:59:30 UTC, a Friday. */
const START_MS = Date.UTC(2021, 0, 1, 23, 59, 30);

const session = {
  actions: [detail, detail, add, view, detail, add],
  timesMs: [0, 10, 25, 31, 91, 92].map((seconds) => START_MS + seconds * 1000),
  skus: ['hat', 'cap', 'hat', null, 'hat', 'cap'],
} as const satisfies SessionEvents;

function factsOf(events: SessionEvents): Record<string, number> {
  const { facts } = contextOfEvents(events);
  return Object.fromEntries(CONTEXT_FACTS.map(({ name }, index) => [name, facts[index] ?? NaN]));
}

it('tells gaps, clock and products of the events up to the cut', () => {
  expect(factsOf(session)).toEqual({
    secondsSinceStart: 92,
    secondsSinceAdd: 67,
    lastGap: 1,
    gapAtAdd: 15,
    gapAfterAdd1: 6,
    gapAfterAdd2: 60,
    gapAfterAdd3: 1,
    longestGapSinceAdd: 60,
    hour: 0,
    weekday: 5,
    products: 2,
    productsAtAdd: 2,
    cartViews: 3,
    cartViewsAtAdd: 1,
  });
});

it('knows nothing of what it is not given', () => {
  const { actions, timesMs, skus } = session;
  expect(knownSources(contextOfEvents({ actions }))).toEqual([]);
  expect(knownSources(contextOfEvents({ actions, timesMs }))).toEqual(['times', 'clock']);
  expect(knownSources(contextOfEvents({ actions, skus }))).toEqual(['products']);
  expect(knownSources(contextOfEvents({ actions: [], timesMs: [], skus: [] }))).toEqual([]);
});

it('has no fact of the add in a session without one', () => {
  const facts = factsOf({
    actions: [view, detail],
    timesMs: [START_MS, START_MS],
    skus: ['a', 'b'],
  });
  expect(facts).toMatchObject({ secondsSinceStart: 0, lastGap: 0, products: 2, cartViews: 0 });
  expect(facts['secondsSinceAdd']).toBeNaN();
  expect(facts['productsAtAdd']).toBeNaN();
});

it('takes sources away from every row and leaves the others', () => {
  const both = selectContext(contextOfEvents(session), [0, 0]);
  const left = withoutSources(both, ['times', 'products']);
  expect(knownSources(left)).toEqual(['clock']);
  expect(knownSources(both)).toEqual(['times', 'clock', 'products']);
  expect(withoutSources(both, ['times', 'clock', 'products'])).toEqual(unknownContext(2));
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ACTION_CODES,
  CONTEXT_FACTS,
  contextOfEvents,
  SESSION_FEATURES,
  sessionFeatures,
  unknownContext,
} from '../../src/index.ts';
import { sequencesOf } from '../session/sequences-of.ts';

const { add, detail, remove } = ACTION_CODES;

function featuresOf(actions: number[], context = unknownContext(1)): Record<string, number> {
  const values = sessionFeatures(sequencesOf([actions]), context);
  return Object.fromEntries(
    SESSION_FEATURES.map(({ name }, index) => [name, values[index] ?? NaN]),
  );
}

it('counts actions and tells their order', () => {
  expect(featuresOf([detail, add, remove, detail, detail])).toMatchObject({
    events: 5,
    adds: 1,
    removes: 1,
    purchases: 0,
    details: 3,
    views: 0,
    eventsBeforeAdd: 1,
    eventsAfterAdd: 3,
    addsAfterAdd: 0,
    detailsAfterAdd: 2,
    eventsSinceLastAdd: 3,
    run: 2,
    action1: detail,
    action2: detail,
    action3: remove,
    action4: add,
  });
});

it('derives means and differences from the context, unknown where it is', () => {
  const timesMs = [0, 4_000, 10_000];
  const context = contextOfEvents({
    actions: [detail, add, detail],
    timesMs,
    skus: ['hat', 'hat', 'cap'],
  });
  const known = featuresOf([detail, add, detail], context);
  expect(known).toMatchObject({
    meanGap: 5,
    secondsBeforeAdd: 4,
    productsPerEvent: 2 / 3,
    newProductsSinceAdd: 1,
    cartViewsSinceAdd: 0,
  });
  const unknown = featuresOf([detail, add, detail]);
  for (const { name, reads } of SESSION_FEATURES) {
    if (reads !== 'actions') expect(unknown[name], name).toBeNaN();
  }
});

it('declares each feature once', () => {
  const names = SESSION_FEATURES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name } of CONTEXT_FACTS) expect(names).toContain(name);
});

const EVENT = fc.record({
  action: fc.integer({ min: 2, max: 6 }),
  gapMs: fc.integer({ min: 0, max: 3_600_000 }),
  sku: fc.option(fc.constantFrom('a', 'b', 'c')),
});

it('reads nothing after the cut: whatever follows, the features stay', () => {
  fc.assert(
    fc.property(
      fc.array(EVENT, { minLength: 1, maxLength: 8 }),
      fc.array(EVENT, { maxLength: 8 }),
      fc.array(EVENT, { maxLength: 8 }),
      (past, one, other) => {
        expect(cutFeatures([...past, ...one], past.length)).toEqual(
          cutFeatures([...past, ...other], past.length),
        );
      },
    ),
  );
});

/** The features of a session at a cut, beside another row that holds all of it. */
function cutFeatures(
  events: readonly { action: number; gapMs: number; sku: string | null }[],
  cut: number,
): Float64Array {
  let now = 1_600_000_000_000;
  const timesMs = events.map(({ gapMs }) => (now += gapMs));
  const actions = events.map(({ action }) => action);
  const skus = events.map(({ sku }) => sku);
  const whole = contextOfEvents({ actions, timesMs, skus });
  const past = contextOfEvents({
    actions: actions.slice(0, cut),
    timesMs: timesMs.slice(0, cut),
    skus: skus.slice(0, cut),
  });
  const rows = sequencesOf([actions.slice(0, cut), actions]);
  const facts = Float64Array.from([...past.facts, ...whole.facts]);
  return sessionFeatures(rows, { facts }).subarray(0, SESSION_FEATURES.length);
}

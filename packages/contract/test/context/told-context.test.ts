import { expect, it } from 'vitest';
import {
  CONTEXT_FACTS,
  contextOfEvents,
  readContext,
  tellContext,
  unknownContext,
} from '../../src/index.ts';

const context = contextOfEvents({ actions: [5, 2, 6], timesMs: [0, 1_500, 9_125] });

it('tells the facts that are known by name, and reads them back through JSON', () => {
  const told = tellContext(context);
  expect(told).toMatchObject({ secondsSinceStart: 9.125, gapAtAdd: 1.5, weekday: 3 });
  expect(told).not.toHaveProperty('products');
  expect(readContext(JSON.parse(JSON.stringify(told)))).toEqual(context);
  expect(readContext({})).toEqual(unknownContext(1));
});

it.each<[what: string, value: unknown, reason: string]>([
  ['a list', [1, 2], 'expected an object of numbers by name'],
  ['null', null, 'expected an object of numbers by name'],
  ['an unknown name', { moonPhase: 1 }, `expected names of ${CONTEXT_FACTS[0].name}`],
  ['a name of every object', { constructor: 1 }, 'got "constructor"'],
  ['a text', { hour: '7' }, 'hour: expected a number'],
  ['a number beyond all', JSON.parse('{"hour": 1e999}'), 'hour: expected a number'],
])('says what is wrong with %s', (_what, value, reason) => {
  expect(readContext(value)).toContain(reason);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InstancesError } from '../../../src/errors.ts';
import { DEFAULT_INSTANCE_LIMITS as DEFAULT_LIMITS } from '../../../src/inference/limits.ts';
import { encodeIds } from '../../../src/inference/rec/encode-ids.ts';

const encode = (body: unknown, maxEvents = 100) =>
  encodeIds(body, { itemCount: 12, maxEvents, limits: DEFAULT_LIMITS });

it('leaves out padding and unknown ids, and pads shorter sessions by 0 at the end', () => {
  const { ids, batch, time } = encode({ instances: [[2], [0, 13, 1, 5], [1]] });
  expect([batch, time]).toEqual([3, 2]);
  expect([...ids]).toEqual([2, 0, 13, 5, 0, 0]);
});

it('keeps the latest items of a long session', () => {
  const { ids, time } = encode({ instances: [[2, 3, 4, 1, 5, 0]] }, 2);
  expect(time).toBe(2);
  expect([...ids]).toEqual([4, 5]);
});

it.each([
  [[[14]], 'instances[0][0]: expected the id of an item, a whole number from 2 to 13'],
  [[[2], [2, -1]], 'instances[1][1]'],
  [[[2.5]], 'instances[0][0]'],
  [[['2']], 'instances[0][0]'],
  [[[null]], 'instances[0][0]'],
  [[[[2]]], 'instances[0][0]'],
])('refuses %j', (instances, message) => {
  expect(() => encode({ instances })).toThrow(message);
});

it('answers every JSON with a tensor or a InstancesError, never with another error', () => {
  const nearMiss = fc.record({
    instances: fc.array(fc.array(fc.oneof(fc.integer({ min: -1, max: 15 }), fc.jsonValue()))),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearMiss), (body) => {
      try {
        const { ids } = encode(body);
        expect(ids.every((id) => id >= 0 && id < 14)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(InstancesError);
      }
    }),
  );
});

import { oneHotBatch, readContext } from '@lf/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InstancesError } from '../../../src/errors.ts';
import { DEFAULT_INSTANCE_LIMITS as DEFAULT_LIMITS } from '../../../src/inference/limits.ts';
import { encodeSessions } from '../../../src/inference/intent/encode-sessions.ts';
import { oneHot } from '@lf/test-doubles';

const read = (body: unknown, maxEvents = 200) =>
  encodeSessions(body, { actions: 7, maxEvents, limits: DEFAULT_LIMITS });
const encode = (body: unknown, maxEvents?: number) => oneHotBatch(read(body, maxEvents).encoded);

describe('encoding sessions', () => {
  it('pads shorter sessions by rows of zeros at the end', () => {
    const { values, batch, time } = encode({ instances: [oneHot([0, 1]), oneHot([0, 2, 1])] });
    expect([batch, time]).toEqual([2, 3]);
    expect([...values]).toEqual([...oneHot([0, 1, -1]), ...oneHot([0, 2, 1])].flat());
  });

  it('gives every session what it would get alone, wherever rows of zeros stand', () => {
    const session = fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(session, { minLength: 1, maxLength: 5 }), (sessions) => {
        const { values, time } = encode({ instances: sessions.map(oneHot) });
        sessions.forEach((actions, index) => {
          const events = actions.filter((action) => action !== -1);
          const padding = new Array<number>(Math.max(0, time - events.length)).fill(-1);
          const row = values.subarray(index * time * 7, (index + 1) * time * 7);
          expect([...row]).toEqual(oneHot([...events, ...padding]).flat());
        });
      }),
    );
  });

  it('cuts a long session as training does: its start, its latest events, its end', () => {
    const { values, time } = encode({ instances: [oneHot([0, 2, 3, -1, 4, 5, 1])] }, 2);
    expect(time).toBe(4);
    expect([...values]).toEqual(oneHot([0, 4, 5, 1]).flat());
  });

  it('reads what is known of a session beside its events, of those that tell it', () => {
    const { encoded, context } = read({
      instances: [oneHot([0, 5, 1]), { x: oneHot([0, 2, 1]), context: { lastGap: 2.5, hour: 7 } }],
    });
    expect([...encoded.codes]).toEqual([0, 5, 1, 0, 2, 1]);
    const [nothing, told] = [readContext({}), readContext({ lastGap: 2.5, hour: 7 })];
    if (typeof nothing === 'string' || typeof told === 'string') throw new Error('they are read');
    expect([...(context?.facts ?? [])]).toEqual([...nothing.facts, ...told.facts]);
    expect(read({ instances: [{ x: oneHot([0, 1]) }] }).context).toBeUndefined();
  });

  it.each([
    ['a fact that there is not', { moonPhase: 1 }, /instances\[0\]\.context: expected names of/u],
    [
      'a fact that is no number',
      { hour: 'x' },
      /instances\[0\]\.context: hour: expected a number/u,
    ],
    ['null', null, /instances\[0\]\.context: expected an object/u],
  ])('refuses a context with %s', (_what, context, reason) => {
    expect(() => read({ instances: [{ x: oneHot([0, 1]), context }] })).toThrow(reason);
  });

  it('answers every JSON with a tensor or a InstancesError, never with another error', () => {
    const nearMiss = fc.record({
      instances: fc.array(
        fc.oneof(
          fc.array(fc.array(fc.oneof(fc.constantFrom(0, 1), fc.jsonValue()))),
          fc.record({ x: fc.jsonValue(), context: fc.jsonValue() }),
        ),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearMiss), (body) => {
        try {
          encode(body);
        } catch (error) {
          expect(error).toBeInstanceOf(InstancesError);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByStart } from '../../src/sessions/order-by-start.ts';

it('is the stable ascending order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3), fc.nat(70_000), fc.nat(2 ** 43))), (starts) => {
      const expected = starts
        .map((_, index) => index)
        .sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
      expect([...orderByStart(Float64Array.from(starts))]).toEqual(expected);
    }),
  );
});

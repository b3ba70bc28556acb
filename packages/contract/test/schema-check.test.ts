import { describe, expect, it } from 'vitest';
import { schemaCheck } from '../src/index.ts';

interface Price {
  readonly amount: number;
  readonly currency: string;
}

const schema = {
  type: 'object',
  required: ['amount'],
  properties: {
    amount: { type: 'number', minimum: 0 },
    currency: { type: 'string', default: 'EUR' },
  },
};

describe('schemaCheck', () => {
  it('tells what follows the schema, and what is wrong with what does not', () => {
    const isPrice = schemaCheck<Price>(schema);
    expect(isPrice.errors).toEqual([]);
    expect(isPrice({ amount: 9.5 })).toBe(true);
    expect(isPrice.errors).toEqual([]);
    expect(isPrice({ amount: -1 })).toBe(false);
    expect(isPrice.errors).toMatchObject([{ instancePath: '/amount', keyword: 'minimum' }]);
    expect(isPrice({ amount: 1 })).toBe(true);
    expect(isPrice.errors).toEqual([]);
  });

  it("takes ajv's options", () => {
    const isPrice = schemaCheck<Price>(schema, { useDefaults: true, allErrors: true });
    const price = { amount: 1 };
    expect(isPrice(price)).toBe(true);
    expect(price).toEqual({ amount: 1, currency: 'EUR' });
    expect(isPrice({ amount: 'a', currency: 1 })).toBe(false);
    expect(isPrice.errors).toHaveLength(2);
  });

  it('refuses a schema with a keyword that is none, when the first value is asked about', () => {
    const check = schemaCheck({ type: 'object', requiered: [] });
    expect(() => check({})).toThrow(/requiered/);
  });
});

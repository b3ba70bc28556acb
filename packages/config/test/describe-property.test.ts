import { expect, it } from 'vitest';
import { describeProperty } from '../src/describe-property.ts';
import type { ConfigProperty } from '../src/index.ts';

const description = 'A key.';
const items = { type: 'integer', minimum: 0, maximum: 254 } as const;

it.each<{ property: ConfigProperty; words: string }>([
  {
    property: { type: 'integer', minimum: 1, maximum: 9, default: 4, description },
    words: 'an integer from 1 to 9',
  },
  {
    property: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.5,
      description,
    },
    words: 'a number above 0 below 1',
  },
  {
    property: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 1, description },
    words: 'a number above 0 to 1',
  },
  {
    property: { type: 'integer', minimum: 0, default: 0, description },
    words: 'an integer from 0',
  },
  { property: { type: 'number', default: 0, description }, words: 'a number' },
  {
    property: { type: 'string', enum: ['linear', 'none'], default: 'none', description },
    words: 'one of linear, none',
  },
  { property: { type: 'boolean', default: true, description }, words: 'true or false' },
  {
    property: { type: 'array', items, uniqueItems: true, default: [0], description },
    words: 'a list of different integers from 0 to 254',
  },
])('says $words', ({ property, words }) => {
  expect(describeProperty(property)).toBe(words);
});

import { expect, it } from 'vitest';
import { ConfigError, documentParser } from '../src/index.ts';

const parse = documentParser<{ readonly sources: readonly unknown[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['sources'],
  properties: {
    sources: {
      expected: 'a list of sources',
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['time'],
        properties: {
          time: {
            expected: 'a name or a list of names',
            anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
          },
          unit: { enum: ['s', 'ms'] },
        },
      },
    },
  },
});

function issuesOf(json: unknown): readonly unknown[] {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

it('gives a right document back as it was', () => {
  const document = { sources: [{ time: ['a', 'b'], unit: 's' }] };
  expect(parse(document)).toBe(document);
});

it('names each wrong key with its whole way, its value, what was expected and the key that was meant', () => {
  expect(issuesOf({ sources: [{ time: 'a' }, { tiem: 'b', unit: 'h' }, { time: [1] }] })).toEqual([
    { key: 'sources[1].time', value: undefined, expected: 'a name or a list of names' },
    {
      key: 'sources[1].tiem',
      value: 'b',
      expected: 'one of the keys time, unit',
      nearest: 'time',
    },
    { key: 'sources[1].unit', value: 'h', expected: 'one of s, ms' },
    { key: 'sources[2].time', value: [1], expected: 'a name or a list of names' },
  ]);
});

it.each([[null], [[]], ['text'], [7]])('refuses what is no object: %j', (json) => {
  expect(issuesOf(json)).toMatchObject([{ key: 'document', value: json }]);
});

it('tells a missing key of the document itself', () => {
  expect(issuesOf({})).toEqual([
    { key: 'sources', value: undefined, expected: 'a list of sources' },
  ]);
});

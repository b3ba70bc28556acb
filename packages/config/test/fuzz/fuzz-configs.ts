import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConfigError, configParser } from '../../src/index.ts';
import { hostileJson } from './hostile-json.ts';

const PROPERTIES = {
  COUNT: { type: 'integer', minimum: 1, maximum: 9, default: 4, description: 'A count.' },
  RATE: { type: 'number', exclusiveMinimum: 0, default: 0.5, description: 'A rate.' },
  DECAY: { type: 'string', enum: ['linear', 'none'], default: 'none', description: 'A decay.' },
  IDF: { type: 'boolean', default: true, description: 'A switch.' },
  CUTS: {
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 254 },
    uniqueItems: true,
    default: [0, 2],
    description: 'A list.',
  },
} as const;

/** What each key may hold, said a second time and plainly. */
const IS_RIGHT: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['COUNT', (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 9],
  ['RATE', (value) => Number.isFinite(value) && Number(value) > 0],
  ['DECAY', (value) => value === 'linear' || value === 'none'],
  ['IDF', (value) => typeof value === 'boolean'],
  [
    'CUTS',
    (value) =>
      Array.isArray(value) &&
      new Set(value).size === value.length &&
      value.every((cut) => Number.isInteger(cut) && Number(cut) >= 0 && Number(cut) <= 254),
  ],
]);

/** Far above 100 lines of key, expectation and value, far below a file. */
const MOST_CHARACTERS = 100_000;

/** What came of the texts. */
export interface FuzzCounts {
  readonly noJson: number;
  readonly parsed: number;
  readonly refused: number;
}

/**
 * Holds random JSON texts against the law of configs: what is parsed holds what was written and the defaults, within
 * the limits of each key; anything else is one ConfigError with exactly the wrong keys.
 *
 * @throws Error of fast-check, with the seed and the smallest text that breaks the law
 */
export function fuzzConfigs(
  seed: number,
  until: { readonly runs: number } | { readonly ms: number },
): FuzzCounts {
  const parse = configParser(PROPERTIES);
  const defaults = parse({});
  const counts = { noJson: 0, parsed: 0, refused: 0 };
  const check = (text: string): void => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      counts.noJson++;
      return;
    }
    const wrong = wrongKeys(json);
    let config;
    try {
      config = parse(json);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      assert.deepEqual(error.issues.map(({ key }) => key).sort(), wrong.sort());
      assert.ok(error.message.length < MOST_CHARACTERS);
      counts.refused++;
      return;
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(config, { ...defaults, ...Object(json) });
    counts.parsed++;
  };
  fc.assert(fc.property(hostileJson, check), {
    seed,
    ...('runs' in until
      ? { numRuns: until.runs }
      : { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: until.ms }),
  });
  return counts;
}

function wrongKeys(json: unknown): string[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return ['config'];
  return Object.entries(json).flatMap(([key, value]) =>
    IS_RIGHT.get(key)?.(value) === true ? [] : [key],
  );
}

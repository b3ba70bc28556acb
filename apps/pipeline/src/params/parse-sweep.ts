import { shownKey } from '@lf/config';
import { schemaCheck } from '@lf/contract';
import { PipelineError } from '../errors.ts';

type Value = string | number | boolean;

/** One model of a sweep. */
export interface SweptModel {
  readonly choice: string;
  /** Keys of its configuration that stand over its file. */
  readonly overrides: Readonly<Record<string, Value>>;
}

type SweepFile = Record<string, Value | Value[]>[];

/** More models than anybody waits for: most likely one list of values too many. */
const MOST_MODELS = 1000;

/** So many wrong places are written into a message. */
const MOST_LINES = 50;

const value = { type: ['string', 'number', 'boolean'] } as const;
const SWEEP = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['MODEL_CHOICE'],
    additionalProperties: { anyOf: [value, { type: 'array', minItems: 1, items: value }] },
  },
} as const;
const isSweep = schemaCheck<SweepFile>(SWEEP, { allErrors: true, allowUnionTypes: true });

/**
 * Reads a sweep: a list of objects with MODEL_CHOICE and any keys of that model's configuration. A key
 * with a list of values stands for one model a value; several such keys, for every combination.
 *
 * @param path for messages
 * @throws PipelineError if it is no such list, or names more than 1,000 models
 */
export function parseSweep(json: unknown, path: string): readonly SweptModel[] {
  if (!isSweep(json)) {
    const { errors } = isSweep;
    const problems = errors
      .slice(0, MOST_LINES)
      .map(
        ({ instancePath, message }) =>
          `  ${shownKey(instancePath || 'the file')}: ${message ?? 'is malformed'}`,
      );
    if (errors.length > MOST_LINES) problems.push(`  and ${errors.length - MOST_LINES} more`);
    throw new PipelineError(
      'sweep_invalid',
      `Reading the sweep ${path}: expected a list of objects such as {"MODEL_CHOICE": "KNN", "SIZE": [48, 100]}:\n${problems.join('\n')}`,
    );
  }
  // Counted before any is made: a line of JSON can name more models than the memory holds
  const count = json.reduce((sum, grid) => sum + combinationsOf(grid), 0);
  if (count > MOST_MODELS) {
    throw new PipelineError(
      'sweep_too_large',
      `Reading the sweep ${path}: it names ${count} models, expected ${MOST_MODELS} at most. Shorten its lists.`,
    );
  }
  return json.flatMap(combinations).map(({ MODEL_CHOICE, ...overrides }) => ({
    choice: String(MODEL_CHOICE),
    overrides,
  }));
}

function combinationsOf(grid: Readonly<Record<string, Value | Value[]>>): number {
  return Object.values(grid).reduce<number>(
    (product, values) => product * (Array.isArray(values) ? values.length : 1),
    1,
  );
}

/** Every combination of the listed values, the last key changing fastest. */
function combinations(grid: Readonly<Record<string, Value | Value[]>>): Record<string, Value>[] {
  return Object.entries(grid).reduce<Record<string, Value>[]>(
    (rows, [key, values]) =>
      rows.flatMap((row) =>
        (Array.isArray(values) ? values : [values]).map((each) => ({ ...row, [key]: each })),
      ),
    [{}],
  );
}

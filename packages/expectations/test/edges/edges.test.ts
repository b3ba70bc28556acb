import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/index.ts';

/** What edge-truth.py wrote: the columns, and what great_expectations says of them. */
interface Table {
  readonly name: string;
  readonly type: string;
  readonly values: readonly (number | string | null)[];
  readonly answers: readonly {
    readonly type: string;
    readonly kwargs: Readonly<Record<string, unknown>>;
    readonly answer: Readonly<Record<string, unknown>>;
  }[];
}

const TABLES: readonly Table[] = JSON.parse(
  readFileSync(new URL('edge-truth.json', import.meta.url), 'utf8'),
) as Table[];

/** Where we mean to differ: of which column, what, and why. */
const MEANT: readonly (readonly [column: RegExp, type: RegExp, why: string])[] = [
  [/^constant tenth$/, /z_scores/, 'pandas rounds a deviation into a constant column'],
  [
    /^huge$/,
    /z_scores|stdev|outliers/,
    'squares of 1e200 overflow in pandas; the deviation is 1e200',
  ],
  [/^only infinite$/, /increasing|quantile/, 'pandas subtracts infinity from infinity'],
  [/^usual$/, /most_common/, 'the order of modes is that of their texts'],
];

const KEPT = ['element_count', 'missing_count', 'unexpected_count'];

/** Doubles alike but for rounding; GX no longer shows the distinct values on pandas. */
function like(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 12);
  if (Array.isArray(value)) return value.map(like);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, like(held)]));
}

function wantedOf({ type, answer }: Table['answers'][number]): object {
  if (answer['raises'] === true) return { exception_info: { raised_exception: true } };
  const isShown = 'observed_value' in answer && !type.includes('distinct_values');
  const kept = Object.entries(answer).filter(
    ([key]) => !type.includes('distinct_values') && KEPT.includes(key),
  );
  const result = {
    ...Object.fromEntries(kept),
    ...(isShown && { observed_value: like(answer['observed_value']) }),
  };
  return { success: answer['success'], result };
}

describe('What great_expectations says at the edge', () => {
  it.each(TABLES)('is what we say of a column that is $name', async (table) => {
    const { name, type, answers } = table;
    const values = table.values.map((value) =>
      typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value,
    );
    const { results } = await validate({
      source: { columns: { a: values }, types: { a: type } },
      suite: {
        name: 'edge',
        expectations: answers.map((each) => ({
          type: each.type,
          kwargs: { column: 'a', ...each.kwargs },
        })),
      },
    });
    const isMeant = (asked: string) =>
      MEANT.some(([columns, types]) => columns.test(name) && types.test(asked));
    for (const [at, result] of results.entries()) {
      const answer = answers[at];
      if (answer === undefined || isMeant(answer.type)) continue;
      const asked = `${answer.type} ${JSON.stringify(answer.kwargs)}`;
      expect({ asked, ...result }).toMatchObject({ asked, ...wantedOf(answer) });
    }
  });
});

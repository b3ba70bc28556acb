import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { parquetOf } from '../data.ts';
import { expectedRows, type Rule } from './expected-rows.ts';
import { conditionsWith, rows, spelling, written, type Row } from './written-conditions.ts';

/** As SQL; a column without a value keeps its type. */
function selectOf(table: readonly Row[]): string {
  const literal = (value: string | null) =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  const lines = table.map(
    ({ i, f, t }, place) =>
      `(${place}, ${i ?? 'NULL'}::BIGINT, ${f ?? 'NULL'}::DOUBLE, ${literal(t)}::VARCHAR)`,
  );
  return `SELECT * FROM (VALUES ${lines.join(', ')}) AS drawn("place", "i", "f", "t") ORDER BY "place"`;
}

const CONDITIONS_A_TABLE = 25;

it.each<[Rule, string]>([
  ['pandas', 'pandas'],
  ['sql', 'spark'],
])(
  "keeps the rows that a condition means, with %s's rule for missing values",
  { timeout: 300_000 },
  async (rule, parser) => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.tuple(conditionsWith(rule === 'sql' ? ['%'] : ['%', '//']), spelling), {
          minLength: CONDITIONS_A_TABLE,
          maxLength: CONDITIONS_A_TABLE,
        }),
        async (table, drawn) => {
          const conditions = drawn.map(([of, spell]) => ({ of, text: written(of, spell) }));
          const { results } = await validate({
            source: { parquet: await parquetOf(selectOf(table)) },
            suite: {
              name: 'drawn',
              expectations: conditions.map(({ text }) => ({
                type: 'expect_column_values_to_be_in_set',
                kwargs: {
                  column: 'place',
                  value_set: [-1],
                  row_condition: text,
                  condition_parser: parser,
                },
              })),
            },
            resultFormat: 'COMPLETE',
          });
          results.forEach(({ result, exception_info: info }, index) => {
            const { of, text } = conditions[index]!;
            expect(info.exception_message, text).toBeNull();
            expect(result['unexpected_list'] ?? [], text).toEqual(expectedRows(of, table, rule));
          });
        },
      ),
      // What is found is small already, and shrinking it takes minutes
      { seed: 1, numRuns: 20, endOnFailure: true },
    );
  },
);

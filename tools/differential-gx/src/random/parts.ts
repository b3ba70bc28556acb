import type { ResultFormatOptions } from '@lf/expectations';
import { drawCase } from './cases.ts';
import type { DrawnCase } from './cases.ts';
import { drawMany } from './draw.ts';
import type { Draw } from './draw.ts';
import { drawTable } from './tables.ts';
import type { DrawnTable } from './tables.ts';

/** A drawn table, what is checked on it, and how much the results tell. */
export interface DrawnPart {
  readonly table: DrawnTable;
  readonly cases: readonly DrawnCase[];
  readonly format: ResultFormatOptions;
}

/** As many checks share one table: reading it costs as much as a check. */
const CASES_PER_TABLE = 100;

const FORMATS = ['COMPLETE', 'COMPLETE', 'COMPLETE', 'SUMMARY', 'BASIC', 'BOOLEAN_ONLY'] as const;

function drawFormat(draw: Draw, { columns: [first] }: DrawnTable): ResultFormatOptions {
  return {
    result_format: draw.oneOf(FORMATS),
    ...(draw.oneIn(6) && { partial_unexpected_count: draw.oneOf([0, 1, 3]) }),
    ...(draw.oneIn(4) && first !== undefined && { unexpected_index_column_names: [first.name] }),
  };
}

/** So many draws for a case of one type: a table may have no column that it is about. */
const MOST_DRAWS = 1_000;

/** A case whose type has `only` in its name, where one comes up. */
function drawOne(draw: Draw, table: DrawnTable, only: string): DrawnCase {
  let drawn = drawCase(draw, table);
  for (let left = MOST_DRAWS; left > 0 && !drawn.type.includes(only); left -= 1) {
    drawn = drawCase(draw, table);
  }
  return drawn;
}

/** Parts with `checks` cases in all, from one seed. `only`: what the type of a case has in its name. */
export function drawParts(checks: number, seed: number, only = ''): readonly DrawnPart[] {
  return drawMany(
    (draw) => {
      const table = drawTable(draw);
      const cases = Array.from({ length: CASES_PER_TABLE }, () => drawOne(draw, table, only));
      return { table, cases, format: drawFormat(draw, table) };
    },
    Math.ceil(checks / CASES_PER_TABLE),
    seed,
  );
}

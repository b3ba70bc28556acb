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

/** Parts with `checks` cases in all, from one seed. */
export function drawParts(checks: number, seed: number): readonly DrawnPart[] {
  return drawMany(
    (draw) => {
      const table = drawTable(draw);
      const cases = Array.from({ length: CASES_PER_TABLE }, () => drawCase(draw, table));
      return { table, cases, format: drawFormat(draw, table) };
    },
    Math.ceil(checks / CASES_PER_TABLE),
    seed,
  );
}

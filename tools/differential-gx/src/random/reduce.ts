import type { Checked, WrittenPart } from './checked.ts';
import { check } from './checked.ts';
import type { DrawnPart } from './parts.ts';
import { partOf } from './tables.ts';
import type { DrawnTable } from './tables.ts';

/** Rows of smaller tables: single ones, neighbours, and pieces of a half and a quarter. */
function candidateRows(rows: number): readonly (readonly number[])[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  const pieces = [1, 2, 3, Math.ceil(rows / 4), Math.ceil(rows / 2)].flatMap((size) =>
    all.filter((row) => row + size <= rows).map((row) => all.slice(row, row + size)),
  );
  return [[], ...pieces, all];
}

/** Columns that the kwargs of a case name, or at least the first. */
function namedIn(each: Checked['each'], { columns }: DrawnTable): (name: string) => boolean {
  const said = JSON.stringify(each.kwargs, (_, held: unknown) =>
    typeof held === 'bigint' ? String(held) : held,
  );
  const named = columns.filter(({ name }) => said.includes(JSON.stringify(name).slice(1, -1)));
  const kept = new Set((named.length > 0 ? named : columns.slice(0, 1)).map(({ name }) => name));
  const isOfShape = /^expect_table_|^expect_column_to_exist/.test(each.type);
  return (name) => isOfShape || kept.has(name);
}

/** The same failures on the fewest rows and columns that one more round finds. */
export async function reduce(
  failures: readonly Checked[],
  write: (parts: readonly DrawnPart[]) => Promise<readonly WrittenPart[]>,
  folder: string,
): Promise<readonly Checked[]> {
  const parts = failures.flatMap(({ each, table, part }) =>
    candidateRows(table.rows).map((rows): DrawnPart => ({
      table: partOf(table, rows, namedIn(each, table)),
      cases: [each],
      format: { result_format: part.format.result_format },
    })),
  );
  const checked = await check(await write(parts), folder);
  return failures.map((failure) => {
    const smaller = checked
      .filter(
        ({ each, difference, known }) =>
          each === failure.each && difference !== null && known === null,
      )
      .sort((a, b) => a.table.rows - b.table.rows);
    return smaller[0] ?? failure;
  });
}

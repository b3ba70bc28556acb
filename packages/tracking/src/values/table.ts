export type Cell = string | number | boolean | null;

/** Rows of cells; each row has a cell for each column. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The table as pandas' `split` orient, which wandb and MLflow read too; numbers that are not finite become text. */
export function tableJson({ columns, rows }: Table): string {
  const data = rows.map((row, place) => {
    if (row.length !== columns.length) {
      throw new TypeError(
        `reading a table: expected ${columns.length} cells (${columns.join(', ')}) in row ${place}, got ${row.length}`,
      );
    }
    return row.map((cell) =>
      typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell,
    );
  });
  return JSON.stringify({ columns, data });
}

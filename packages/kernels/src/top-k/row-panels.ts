import { PANEL_ROWS } from './memory-layout.ts';

/** Rows in lists: list `l` holds `rows[starts[l] .. starts[l + 1])`. */
export interface RowLists {
  /** `[list + 1]` */
  readonly starts: Uint32Array;
  /** Every row once. */
  readonly rows: Uint32Array;
}

/** All rows in one list, in their order. */
export function singleList(rowCount: number): RowLists {
  return {
    starts: Uint32Array.of(0, rowCount),
    rows: Uint32Array.from({ length: rowCount }, (_, row) => row),
  };
}

/** The first panel of each list, and behind the last one how many there are; a list fills whole panels. */
export function panelStarts({ starts }: RowLists): Uint32Array {
  const panels = new Uint32Array(starts.length);
  for (let list = 0; list + 1 < starts.length; list++) {
    const rows = (starts[list + 1] ?? 0) - (starts[list] ?? 0);
    panels[list + 1] = (panels[list] ?? 0) + Math.ceil(rows / PANEL_ROWS);
  }
  return panels;
}

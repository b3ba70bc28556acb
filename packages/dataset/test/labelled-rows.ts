import type { LabelledSequences } from '../src/index.ts';

/** One row of labelled sequences. */
export interface Row {
  readonly actions: readonly number[];
  readonly label: number;
  readonly cut: number;
  readonly group: number;
  readonly startMs: number;
}

/** Rows -> columns. */
export function sequences(rows: readonly Row[]): LabelledSequences {
  const offsets = [0];
  for (const { actions } of rows) offsets.push((offsets.at(-1) ?? 0) + actions.length);
  return {
    offsets: Uint32Array.from(offsets),
    actions: Uint8Array.from(rows.flatMap(({ actions }) => actions)),
    labels: Uint8Array.from(rows, ({ label }) => label),
    cuts: Uint8Array.from(rows, ({ cut }) => cut),
    groups: Uint32Array.from(rows, ({ group }) => group),
    startMs: Float64Array.from(rows, ({ startMs }) => startMs),
  };
}

/** Columns -> rows. */
export function rowsOf(columns: LabelledSequences): Row[] {
  return Array.from(columns.labels, (label, row) => ({
    actions: [...columns.actions.subarray(columns.offsets[row], columns.offsets[row + 1])],
    label,
    cut: columns.cuts[row] ?? NaN,
    group: columns.groups[row] ?? NaN,
    startMs: columns.startMs[row] ?? NaN,
  }));
}

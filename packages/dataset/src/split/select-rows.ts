import type { LabelledSequences } from '../labels/labelled-sequences.ts';

/**
 * Copies some rows into columns of their own.
 *
 * @param rows `[row]` indexes, in the order that the result shall have.
 */
export function selectRows(
  sequences: LabelledSequences,
  rows: ArrayLike<number>,
): LabelledSequences {
  const count = rows.length;
  const bounds = (index: number): readonly [from: number, to: number] => {
    const row = rows[index] ?? -1;
    const from = sequences.offsets[row];
    const to = sequences.offsets[row + 1];
    if (from === undefined || to === undefined) {
      throw new RangeError(`Row ${row} is not one of the ${sequences.labels.length} rows.`);
    }
    return [from, to];
  };

  const offsets = new Uint32Array(count + 1);
  for (let index = 0; index < count; index++) {
    const [from, to] = bounds(index);
    offsets[index + 1] = (offsets[index] ?? 0) + (to - from);
  }
  const actions = new Uint8Array(offsets[count] ?? 0);
  for (let index = 0; index < count; index++) {
    actions.set(sequences.actions.subarray(...bounds(index)), offsets[index]);
  }

  const pick = <Column extends Uint8Array | Uint32Array | Float64Array>(
    from: Column,
    to: Column,
  ): Column => {
    for (let index = 0; index < count; index++) to[index] = from[rows[index] ?? -1] ?? NaN;
    return to;
  };
  return {
    offsets,
    actions,
    labels: pick(sequences.labels, new Uint8Array(count)),
    cuts: pick(sequences.cuts, new Uint8Array(count)),
    groups: pick(sequences.groups, new Uint32Array(count)),
    startMs: pick(sequences.startMs, new Float64Array(count)),
  };
}

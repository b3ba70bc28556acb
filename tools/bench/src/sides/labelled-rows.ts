import type { LabelledSequences } from '@lf/dataset';

/** Rows for programs of any language: counts of rows and events, offsets, labels (all uint32), actions (uint8). */
export function writeRows({ offsets, labels, actions }: LabelledSequences): Uint8Array {
  const words = Uint32Array.from([labels.length, actions.length, ...offsets, ...labels]);
  const bytes = new Uint8Array(words.byteLength + actions.byteLength);
  bytes.set(new Uint8Array(words.buffer));
  bytes.set(actions, words.byteLength);
  return bytes;
}

/** The same, read; each row is a group of its own. */
export function readRows(bytes: Uint8Array): LabelledSequences {
  const words = new Uint32Array(bytes.slice(0, bytes.length - (bytes.length % 4)).buffer);
  const [rows = 0, events = 0] = words;
  const offsets = words.slice(2, rows + 3);
  const labels = Uint8Array.from(words.subarray(rows + 3, 2 * rows + 3));
  const begins = (2 * rows + 3) * Uint32Array.BYTES_PER_ELEMENT;
  return {
    offsets,
    labels,
    actions: bytes.slice(begins, begins + events),
    cuts: new Uint8Array(rows),
    groups: Uint32Array.from({ length: rows }, (_, row) => row),
    startMs: new Float64Array(rows),
  };
}

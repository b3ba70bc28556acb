import { randomStream } from '@lf/kernels';
import type { LabelledSequences } from '@lf/dataset';

export interface RandomSequencesOptions {
  readonly rows: number;
  readonly maxLength: number;
  readonly seed: number;
}

/** Sessions of uniform actions that all hold an add; a purchase follows more often after a detail. */
export function randomSequences({
  rows,
  maxLength,
  seed,
}: RandomSequencesOptions): LabelledSequences {
  const random = randomStream(seed, 0);
  const sessions = Array.from({ length: rows }, () => {
    const events = Array.from(
      { length: 1 + Math.floor(random() * maxLength) },
      () => 2 + Math.floor(random() * 5),
    );
    events[Math.floor(random() * events.length)] = 2;
    return { events, label: random() < (events.includes(5) ? 0.7 : 0.2) ? 1 : 0 };
  });
  return sequencesOf(
    sessions.map(({ events }) => events),
    sessions.map(({ label }) => label),
  );
}

/** Rows of the given codes and labels; all at cut 0, each of its own group. */
export function sequencesOf(
  rows: readonly (readonly number[])[],
  labels: readonly number[] = rows.map(() => 0),
  cuts: readonly number[] = rows.map(() => 0),
): LabelledSequences {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offsets[index + 1] = offsets[index]! + row.length;
  });
  return {
    offsets,
    actions: Uint8Array.from(rows.flat()),
    labels: Uint8Array.from(labels),
    cuts: Uint8Array.from(cuts),
    groups: Uint32Array.from(rows, (_, index) => index),
    startMs: Float64Array.from(rows, (_, index) => index),
  };
}

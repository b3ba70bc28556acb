import { CONTEXT_FACTS, unknownContext, type SessionContext } from '@lf/contract';
import type { LabelledSequences } from '@lf/dataset';
import { randomStream } from '@lf/kernels';
import { sequencesOf } from '../random-sequences.ts';

const ADD = 2;
const DETAIL = 5;
const GAP = CONTEXT_FACTS.findIndex(({ name }) => name === 'lastGap');

/** Rows of one add, by visitors of one or two rows; how long the last gap was decides how likely a purchase is. */
export interface TimedRows {
  readonly rows: LabelledSequences;
  readonly context: SessionContext;
  /** [row] the probability by which its label was drawn */
  readonly truth: Float64Array;
}

/** A third of the gaps is not known: those buy as often as long gaps do. */
export function timedRows(count: number, seed: number): TimedRows {
  const random = randomStream(seed, 0);
  const context = unknownContext(count);
  const truth = new Float64Array(count);
  const details = Array.from({ length: count }, () => Math.floor(random() * 4));
  const labels = details.map((_, row) => {
    const gap = random() < 1 / 3 ? NaN : random() * 100;
    context.facts[row * CONTEXT_FACTS.length + GAP] = gap;
    truth[row] = gap < 40 ? 0.1 : 0.6;
    return random() < truth[row] ? 1 : 0;
  });
  return {
    rows: {
      ...sequencesOf(
        details.map((looks) => [...Array<number>(looks).fill(DETAIL), ADD]),
        labels,
        details.map(() => 0),
      ),
      groups: Uint32Array.from(details, (_, row) => row >> 1),
      startMs: new Float64Array(count).fill(NaN),
    },
    context,
    truth,
  };
}

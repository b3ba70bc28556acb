import {
  knownSources,
  rowCount,
  selectContext,
  withoutSources,
  type SessionContext,
} from '@lf/contract';
import { selectRows, type LabelledSequences } from '@lf/dataset';
import { randomStream } from '@lf/kernels';

/** Rows and what is known of them beside their actions. */
export interface RowsInContext {
  readonly train: LabelledSequences;
  readonly context: SessionContext;
}

/** Of the random streams of a seed: those of the parts count up from 0, this one is far from them. */
const STREAM = 1_000_000;

/**
 * Lets a model learn to answer with less than it may be told: after the rows, each follows once more, some of the sources
 * of its context taken away. Which ones is drawn for each row, all of them as often as each other choice.
 */
export function addBlindRows({ train, context }: RowsInContext, seed: number): RowsInContext {
  const rows = Array.from({ length: rowCount(train) }, (_, row) => row);
  const known = knownSources(context);
  const choices = 2 ** known.length - 1;
  const random = randomStream(seed, STREAM);
  const blind = new Float64Array(context.facts.length);
  const width = context.facts.length / Math.max(1, rows.length);
  for (const row of rows) {
    const choice = 1 + Math.floor(random() * choices);
    const gone = known.filter((_, index) => (choice >> index) % 2 === 1);
    blind.set(withoutSources(selectContext(context, [row]), gone).facts, row * width);
  }
  const facts = new Float64Array(2 * blind.length);
  facts.set(context.facts);
  facts.set(blind, blind.length);
  return { train: selectRows(train, [...rows, ...rows]), context: { facts } };
}

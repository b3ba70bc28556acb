import { sessionItems, toItemSequences, type NextItemCases, type Recommender } from '@lf/train-rec';
import { describeReference, MAX_INPUT_ROWS, MAX_OUTPUT_ROWS, placesOf } from './reference.ts';
import {
  recInputColumns,
  recOutputColumn,
  unknownColumn,
  type KnownSession,
} from './traffic-columns.ts';

/** Sessions of one run of the model. */
const BATCH = 256;

/**
 * How the training sessions of a rec model looked, cut before each of their events; and how much of the validation
 * sessions it does not know, and what it recommends there, which it has not learnt from.
 *
 * @returns `reference.json`
 */
export async function describeRecReference(of: {
  readonly recommender: Recommender;
  readonly train: NextItemCases;
  readonly validation: NextItemCases;
}): Promise<Uint8Array> {
  const { recommender, train, validation } = of;
  const { itemCount } = recommender;
  const asked = sessionsOf(validation, MAX_OUTPUT_ROWS, itemCount);
  return describeReference('rec', [
    recInputColumns(sessionsOf(train, MAX_INPUT_ROWS, itemCount)),
    unknownColumn(asked),
    recOutputColumn(firstRecommended(recommender, asked)),
  ]);
}

function sessionsOf(
  { sessions, targets }: NextItemCases,
  most: number,
  itemCount: number,
): readonly KnownSession[] {
  return placesOf(targets.length, most).map((place) => {
    const all = Array.from(sessionItems(sessions, place));
    const items = all.filter((item) => item < itemCount);
    return { items, unknown: all.length - items.length };
  });
}

function firstRecommended(
  recommender: Recommender,
  sessions: readonly KnownSession[],
): readonly (number | undefined)[] {
  const known = sessions.filter(({ items }) => items.length > 0);
  const first: (number | undefined)[] = [];
  for (let from = 0; from < known.length; from += BATCH) {
    const part = known.slice(from, from + BATCH).map(({ items }) => items);
    const { items } = recommender.recommend(toItemSequences(part), { k: 1 });
    first.push(...items);
  }
  return first;
}

import { DEFAULT_MAX_EVENTS, FIRST_ITEM_ID } from '@lf/contract';
import { splitItemSessions, type ItemSessions } from '@lf/dataset';
import {
  exportRec,
  listLength,
  parseRecConfig,
  renumberItems,
  sessionItems,
  toItemSequences,
  trainingVocabulary,
  trainRecommender,
  UNKNOWN_ITEM,
  type ItemSequences,
  type ModelChoice,
  type TopItems,
} from '@lf/train-rec';
import { cutIntoBatches } from './batch-sizes.ts';
import { differenceFromPopular, differencesOfRanks } from './ranks.ts';
import type { ModelCase, TensorValues } from './model-case.ts';

/** Sessions are asked about that start after those that are learnt from, so some items are unknown. */
const FRACTIONS = { train: 0.9, validation: 0.05, test: 0.05 };

const SEED = 13;

/** A model that can be exported, with settings that train it in seconds. */
export interface RecSettings {
  readonly name: string;
  readonly choice: ModelChoice;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Trains a recommender and asks it about the first `count` sessions after its training. */
export async function recCase(
  { name, choice, config: json }: RecSettings,
  sessions: ItemSessions,
  count: number,
): Promise<ModelCase> {
  const split = splitItemSessions(sessions, FRACTIONS);
  const vocabulary = trainingVocabulary(split.train, sessions.vocabulary);
  const itemCount = vocabulary.skus.length;
  const [train, validation, test] = [split.train, split.validation, split.test].map((part) =>
    renumberItems(part, vocabulary),
  );
  if (train === undefined || validation === undefined || test === undefined) {
    throw new Error('a split has three parts');
  }
  const config = parseRecConfig(choice, json);
  const recommender = await trainRecommender({
    choice,
    train,
    validation,
    itemCount,
    config,
    seed: SEED,
  });
  const files = exportRec(recommender.serialize());
  const k = listLength(itemCount);
  const rows = askedRows([validation, test], count);
  const own = recommender.recommend(toItemSequences(rows), { k });
  recommender.dispose();

  const batches = cutIntoBatches(rows.map((items, row) => ({ items, row })));
  const free = -1;
  return {
    name,
    files,
    inputName: 'ids',
    signature: {
      inputs: { ids: { dtype: 'int32', shape: [free, free] } },
      outputs: {
        items: { dtype: 'int32', shape: [free, k] },
        scores: { dtype: 'float32', shape: [free, k] },
      },
    },
    batches: batches.map((batch, place) =>
      tokenIds(
        batch.map(({ items }) => items),
        place % 4,
      ),
    ),
    differences: (batch, { items, scores }) =>
      (batches[batch] ?? []).map(({ row }, place) => {
        if (items === undefined || scores === undefined) return Infinity;
        const [start, end] = [place * k, (place + 1) * k];
        const found = {
          items: Array.from(items.values.subarray(start, end), (id) => id - FIRST_ITEM_ID),
          scores: [...scores.values.subarray(start, end)],
        };
        const ours = rankOf(own, row);
        return ours.items[0] === -1
          ? differenceFromPopular(found)
          : differencesOfRanks(ours, found);
      }),
  };
}

/** Of one more session: longer than what every form of a model reads. */
const LONG_SESSION_EVENTS = 3 * DEFAULT_MAX_EVENTS.rec;

/** The first sessions of the parts as lists of items, and a long one of all of them; an unknown item is negative. */
function askedRows(parts: readonly ItemSequences[], count: number): readonly (readonly number[])[] {
  const rows = parts
    .flatMap((part) =>
      Array.from({ length: part.offsets.length - 1 }, (_, session) =>
        Array.from(sessionItems(part, session), (item) => (item === UNKNOWN_ITEM ? -1 : item)),
      ),
    )
    .slice(0, count - 1);
  return [...rows, rows.flat().slice(0, LONG_SESSION_EVENTS)];
}

function rankOf({ k, items, scores }: TopItems, row: number) {
  const [start, end] = [row * k, (row + 1) * k];
  return { items: [...items.subarray(start, end)], scores: [...scores.subarray(start, end)] };
}

/** [batch, time]; some padding before the sessions, the rest behind them. */
function tokenIds(rows: readonly (readonly number[])[], paddingBefore: number): TensorValues {
  const time = paddingBefore + Math.max(...rows.map(({ length }) => length));
  const values = new Int32Array(rows.length * time);
  rows.forEach((items, row) => {
    const ids = items.map((item) => (item < 0 ? 1 : item + FIRST_ITEM_ID));
    values.set(ids, row * time + paddingBefore);
  });
  return { shape: [rows.length, time], values };
}

import { countItems, type ItemSequences, UNKNOWN_ITEM } from '@lf/recommenders';

/** The items of the training sessions, the most frequent first, ties by SKU. */
export interface TrainingVocabulary {
  /** `[item]` */
  readonly skus: readonly string[];
  /** `[item of the source]` its index here; `UNKNOWN_ITEM` where the training has no such item. */
  readonly indexOf: Uint32Array;
}

/**
 * Numbers the items by how often the training sessions hold them.
 *
 * @param sourceSkus `[item of the source]`, e.g. the vocabulary of `readItemSessions`
 */
export function trainingVocabulary(
  train: ItemSequences,
  sourceSkus: readonly string[],
): TrainingVocabulary {
  const counts = countItems(train, sourceSkus.length);
  const countOf = (item: number) => counts[item] ?? 0;
  const skuOf = (item: number) => sourceSkus[item] ?? '';
  const ranking = [...counts.keys()]
    .filter((item) => countOf(item) > 0)
    .sort((a, b) => countOf(b) - countOf(a) || (skuOf(a) < skuOf(b) ? -1 : 1));
  const indexOf = new Uint32Array(sourceSkus.length).fill(UNKNOWN_ITEM);
  ranking.forEach((item, index) => {
    indexOf[item] = index;
  });
  return { skus: ranking.map(skuOf), indexOf };
}

/** The same sessions with the items numbered as the vocabulary does. */
export function renumberItems<Sessions extends ItemSequences>(
  sessions: Sessions,
  { indexOf }: TrainingVocabulary,
): Sessions {
  return { ...sessions, items: sessions.items.map((item) => indexOf[item] ?? UNKNOWN_ITEM) };
}

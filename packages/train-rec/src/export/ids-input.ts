import * as g from '@lf/export';
import { DEFAULT_MAX_EVENTS, FIRST_ITEM_ID } from '@lf/contract';

/** The one input of every exported recommender: token ids int32 [batch, time], padded with 0. */
export function idsInput(): g.Tensor {
  return g.input('ids', 'int32', ['batch', 'time']);
}

/** A session's events as items. */
export interface KnownItems {
  /** bool [batch, time]: of the vocabulary, and among the latest that a model reads. */
  readonly isKnown: g.Tensor;
  /** int32 [batch, time]: indices; 0 where there is no known item, so that it can be looked up. */
  readonly items: g.Tensor;
}

/** Items out of token ids. Ids outside the vocabulary are ignored, and so is what came before the latest items. */
export function itemsOfIds(ids: g.Tensor, itemCount: number): KnownItems {
  const items = g.subtract(ids, int32(FIRST_ITEM_ID));
  const isItem = g.and(g.greaterEqual(items, int32(0)), g.less(items, int32(itemCount)));
  const following = g.subtract(countOf(isItem), countUpTo(isItem));
  const isKnown = g.and(isItem, g.less(following, int32(DEFAULT_MAX_EVENTS.rec)));
  return { isKnown, items: g.where(isKnown, items, int32(0)) };
}

/** int32 [batch, time]: how many true ones stand in a row up to and with each place. */
export function countUpTo(isTrue: g.Tensor): g.Tensor {
  return g.cumulativeSum(g.cast(isTrue, 'int32'), 1);
}

/** int32 [batch, 1]: how many true ones stand in each row. */
export function countOf(isTrue: g.Tensor): g.Tensor {
  return g.sum(g.cast(isTrue, 'int32'), 1, { keepsAxis: true });
}

/** A whole number as a tensor. */
export function int32(value: number): g.Tensor {
  return g.scalar(value, 'int32');
}

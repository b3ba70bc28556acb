import { ACTION_CODES } from '../session/actions.ts';
import {
  CONTEXT_FACTS,
  FACT_INDEX,
  type ContextFactName,
  type SessionContext,
} from './session-context.ts';

/** The events of one session up to its cut, oldest first. */
export interface SessionEvents {
  /** [event] codes 2..6 */
  readonly actions: ArrayLike<number>;
  /** [event] epoch ms, never falling; left out where times are not known */
  readonly timesMs?: ArrayLike<number>;
  /** [event] the product, null for an event without one; left out where products are not known */
  readonly skus?: readonly (string | null)[];
}

const MS_PER_SECOND = 1000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, three days after a Monday. */
const EPOCH_WEEKDAY = 3;
const FACTS_AFTER_ADD = ['gapAfterAdd1', 'gapAfterAdd2', 'gapAfterAdd3'] as const;

/** The facts of one session, from its events. */
export function contextOfEvents(events: SessionEvents): SessionContext {
  const facts = new Float64Array(CONTEXT_FACTS.length).fill(NaN);
  const set = (name: ContextFactName, value: number) => {
    facts[FACT_INDEX[name]] = value;
  };
  if (events.actions.length > 0) {
    if (events.timesMs !== undefined) setTimes(events.actions, events.timesMs, set);
    if (events.skus !== undefined) setProducts(events.actions, events.skus, set);
  }
  return { facts };
}

type SetFact = (name: ContextFactName, value: number) => void;

function setTimes(actions: ArrayLike<number>, timesMs: ArrayLike<number>, set: SetFact): void {
  const last = actions.length - 1;
  const add = firstAdd(actions);
  const end = timesMs[last] ?? NaN;
  const seconds = (from: number, to: number) =>
    ((timesMs[to] ?? NaN) - (timesMs[from] ?? NaN)) / MS_PER_SECOND;
  set('secondsSinceStart', seconds(0, last));
  set('hour', Math.floor((end % DAY_MS) / (DAY_MS / 24)));
  set('weekday', (Math.floor(end / DAY_MS) + EPOCH_WEEKDAY) % 7);
  if (last > 0) set('lastGap', seconds(last - 1, last));
  if (add === -1) return;
  set('secondsSinceAdd', seconds(add, last));
  if (add > 0) set('gapAtAdd', seconds(add - 1, add));
  let longest = NaN;
  for (let event = Math.max(1, add); event <= last; event++) {
    const gap = seconds(event - 1, event);
    longest = longest >= gap ? longest : gap;
    const fact = FACTS_AFTER_ADD[event - add - 1];
    if (fact !== undefined) set(fact, gap);
  }
  set('longestGapSinceAdd', longest);
}

function setProducts(
  actions: ArrayLike<number>,
  skus: readonly (string | null)[],
  set: SetFact,
): void {
  const tell = (until: number): readonly [products: number, cartViews: number] => {
    const seen = skus.slice(0, until).flatMap((sku) => sku ?? []);
    const carted = new Set(
      skus.slice(0, until).filter((sku, at) => sku !== null && actions[at] === ACTION_CODES.add),
    );
    let views = 0;
    for (let at = 0; at < until; at++) {
      if (actions[at] === ACTION_CODES.detail && carted.has(skus[at] ?? null)) views++;
    }
    return [new Set(seen).size, views];
  };
  const [products, cartViews] = tell(actions.length);
  set('products', products);
  set('cartViews', cartViews);
  const add = firstAdd(actions);
  if (add === -1) return;
  const [productsAtAdd, cartViewsAtAdd] = tell(add + 1);
  set('productsAtAdd', productsAtAdd);
  set('cartViewsAtAdd', cartViewsAtAdd);
}

function firstAdd(actions: ArrayLike<number>): number {
  for (let at = 0; at < actions.length; at++) if (actions[at] === ACTION_CODES.add) return at;
  return -1;
}

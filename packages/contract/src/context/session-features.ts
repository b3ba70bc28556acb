import { rowCount, type ActionSequences } from '../session/action-sequences.ts';
import { ACTION_CODES, ACTIONS } from '../session/actions.ts';
import {
  CONTEXT_FACTS,
  FACT_INDEX,
  type ContextFactName,
  type ContextSource,
  type SessionContext,
} from './session-context.ts';

/** What a feature is computed from. */
export type FeatureSource = 'actions' | ContextSource;

/** One number that a model of features reads of a row. */
export interface SessionFeature {
  readonly name: string;
  readonly reads: FeatureSource;
  readonly unit: string;
  /** NaN where it is not known, or has no meaning in the row */
  readonly of: (row: RowView) => number;
}

/** One row as features see it. */
interface RowView {
  readonly events: number;
  readonly adds: number;
  readonly removes: number;
  readonly purchases: number;
  /** Views of products, that is details. */
  readonly details: number;
  /** Views of other pages. */
  readonly views: number;
  /** The place of the first add; NaN without one. */
  readonly addAt: number;
  readonly addsAfterAdd: number;
  readonly detailsAfterAdd: number;
  /** Events since the latest add; NaN without one. */
  readonly eventsSinceLastAdd: number;
  /** How many of the latest events are of one action. */
  readonly run: number;
  /** The action of the n-th latest event, 1 being the last; NaN before the first. */
  readonly action: (latest: number) => number;
  readonly fact: (name: ContextFactName) => number;
}

const actionFeature = (name: string, unit: string, of: SessionFeature['of']): SessionFeature => ({
  name,
  reads: 'actions',
  unit,
  of,
});

/**
 * Every feature of a session with a cart: what a client sends as actions tells the first, the context tells the others.
 * Trees ask for the order of values alone, so no value is scaled and no logarithm taken.
 */
export const SESSION_FEATURES: readonly SessionFeature[] = [
  actionFeature('events', 'events', (row) => row.events),
  actionFeature('adds', 'events', (row) => row.adds),
  actionFeature('removes', 'events', (row) => row.removes),
  actionFeature('purchases', 'events', (row) => row.purchases),
  actionFeature('details', 'events', (row) => row.details),
  actionFeature('views', 'events', (row) => row.views),
  actionFeature('eventsBeforeAdd', 'events', (row) => row.addAt),
  actionFeature('eventsAfterAdd', 'events', (row) => row.events - 1 - row.addAt),
  actionFeature('addsAfterAdd', 'events', (row) => row.addsAfterAdd),
  actionFeature('detailsAfterAdd', 'events', (row) => row.detailsAfterAdd),
  actionFeature('eventsSinceLastAdd', 'events', (row) => row.eventsSinceLastAdd),
  actionFeature('run', 'events', (row) => row.run),
  ...[1, 2, 3, 4].map((latest) =>
    actionFeature(`action${latest}`, 'action code', (row) => row.action(latest)),
  ),
  ...CONTEXT_FACTS.map(({ name, source, unit }): SessionFeature => ({
    name,
    reads: source,
    unit,
    of: (row) => row.fact(name),
  })),
  {
    name: 'meanGap',
    reads: 'times',
    unit: 'seconds',
    of: (row) => (row.events > 1 ? row.fact('secondsSinceStart') / (row.events - 1) : NaN),
  },
  {
    name: 'secondsBeforeAdd',
    reads: 'times',
    unit: 'seconds',
    of: (row) => row.fact('secondsSinceStart') - row.fact('secondsSinceAdd'),
  },
  {
    name: 'productsPerEvent',
    reads: 'products',
    unit: 'products an event',
    of: (row) => row.fact('products') / row.events,
  },
  {
    name: 'newProductsSinceAdd',
    reads: 'products',
    unit: 'products',
    of: (row) => row.fact('products') - row.fact('productsAtAdd'),
  },
  {
    name: 'cartViewsSinceAdd',
    reads: 'products',
    unit: 'events',
    of: (row) => row.fact('cartViews') - row.fact('cartViewsAtAdd'),
  },
];

/**
 * The features of rows, for training and for serving alike. Nothing but the row's own actions and context is read: the
 * same row has the same features whatever rows are beside it.
 *
 * @param context of the same rows
 * @returns [row, feature] in the order of SESSION_FEATURES; NaN where one is not known
 */
export function sessionFeatures(sequences: ActionSequences, context: SessionContext): Float64Array {
  const rows = rowCount(sequences);
  const width = SESSION_FEATURES.length;
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const view = viewRow(sequences, context, row);
    SESSION_FEATURES.forEach((feature, index) => {
      values[row * width + index] = feature.of(view);
    });
  }
  return values;
}

function viewRow(
  { offsets, actions }: ActionSequences,
  { facts }: SessionContext,
  row: number,
): RowView {
  const from = offsets[row] ?? 0;
  const to = offsets[row + 1] ?? from;
  const counts = new Uint32Array(ACTIONS.length);
  let addAt = NaN;
  let latestAdd = NaN;
  let detailsAfterAdd = 0;
  let run = 0;
  for (let event = from; event < to; event++) {
    const action = actions[event] ?? 0;
    counts[action] = (counts[action] ?? 0) + 1;
    run = event > from && action === actions[event - 1] ? run + 1 : 1;
    if (action === ACTION_CODES.add) {
      latestAdd = event - from;
      if (Number.isNaN(addAt)) addAt = latestAdd;
    } else if (action === ACTION_CODES.detail && !Number.isNaN(addAt)) detailsAfterAdd++;
  }
  const adds = counts[ACTION_CODES.add] ?? 0;
  return {
    events: to - from,
    adds,
    removes: counts[ACTION_CODES.remove] ?? 0,
    purchases: counts[ACTION_CODES.purchase] ?? 0,
    details: counts[ACTION_CODES.detail] ?? 0,
    views: counts[ACTION_CODES.view] ?? 0,
    addAt,
    addsAfterAdd: Math.max(0, adds - 1),
    detailsAfterAdd,
    eventsSinceLastAdd: to - from - 1 - latestAdd,
    run,
    action: (latest) => (to - latest >= from ? (actions[to - latest] ?? NaN) : NaN),
    fact: (name) => facts[row * CONTEXT_FACTS.length + FACT_INDEX[name]] ?? NaN,
  };
}

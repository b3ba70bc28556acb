import { ACTION_CODES } from '@lf/contract';
import type { ActionChain, ActionMove, ActionStart } from './action-chain.ts';

/** The phase of a shopper's mind; nobody sees it, the clicks hint at it. */
type Phase = 'explore' | 'browse' | 'compare' | 'wish' | 'decide' | 'emptied' | 'bought';

interface PhaseRates {
  /** Phase in which the next action happens -> probability. */
  readonly next: Partial<Record<Phase, number>>;
  /** Probabilities per action; what remains of 1 is a click: detail or view. */
  readonly end: number;
  readonly add: number;
  readonly remove: number;
  readonly purchase: number;
  /** Probability that a click is a detail, by the last two clicks: `[view view, view detail, detail view, detail detail]`. */
  readonly detail: readonly [number, number, number, number];
  /** The phase after an add. */
  readonly afterAdd: Phase;
}

const PHASES: readonly Phase[] = [
  'explore',
  'browse',
  'compare',
  'wish',
  'decide',
  'emptied',
  'bought',
];

/**
 * A shopper without intent clicks on as two clicks before (view view view, detail view detail view), one who weighs
 * products changes it (detail detail view view): the same counts and nearly the same pairs, another rhythm.
 */
const KEEPS_RHYTHM = [0.17, 0.17, 0.98, 0.98] as const;
const CHANGES_RHYTHM = [0.83, 0.83, 0.02, 0.02] as const;

/** Base rate about .35, best ROC-AUC about .86, a first-order Markov chain's about .69; see docs/decisions. */
const SHOPPER: Readonly<Record<Phase, PhaseRates>> = {
  explore: {
    next: { explore: 0.3, browse: 0.46, compare: 0.24 },
    end: 0.56,
    add: 0,
    remove: 0,
    purchase: 0,
    detail: [0.45, 0.45, 0.45, 0.45],
    afterAdd: 'wish',
  },
  browse: {
    next: { browse: 0.985, compare: 0.015 },
    end: 0.09,
    add: 0.08,
    remove: 0,
    purchase: 0,
    detail: KEEPS_RHYTHM,
    afterAdd: 'wish',
  },
  compare: {
    next: { compare: 0.985, browse: 0.015 },
    end: 0.06,
    add: 0.08,
    remove: 0,
    purchase: 0,
    detail: CHANGES_RHYTHM,
    afterAdd: 'decide',
  },
  wish: {
    next: { wish: 0.98, decide: 0.02 },
    end: 0.17,
    add: 0.06,
    remove: 0.05,
    purchase: 0.002,
    detail: KEEPS_RHYTHM,
    afterAdd: 'wish',
  },
  decide: {
    next: { decide: 0.98, wish: 0.02 },
    end: 0.02,
    add: 0.04,
    remove: 0.01,
    purchase: 0.15,
    detail: CHANGES_RHYTHM,
    afterAdd: 'decide',
  },
  emptied: {
    next: { emptied: 1 },
    end: 0.2,
    add: 0.06,
    remove: 0,
    purchase: 0,
    detail: [0.45, 0.45, 0.45, 0.45],
    afterAdd: 'wish',
  },
  bought: {
    next: { bought: 1 },
    end: 0.4,
    add: 0,
    remove: 0,
    purchase: 0,
    detail: [0.15, 0.15, 0.15, 0.15],
    afterAdd: 'bought',
  },
};

const FIRST_CLICK_DETAIL = 0.4;
const CLICK_PAIRS = 4;

/** A state is a phase and its last two clicks: bit 1 the one before, bit 0 the last; 1 = detail. Others keep them. */
const stateOf = (phase: Phase, clicks: number): number =>
  PHASES.indexOf(phase) * CLICK_PAIRS + clicks;

/** The shopper of the synthetic shop: 7 phases x 4 pairs of last clicks. */
export function createShopperChain(): ActionChain {
  const moves: ActionMove[] = [];
  const ends = new Float64Array(PHASES.length * CLICK_PAIRS);
  for (const phase of PHASES) {
    for (let clicks = 0; clicks < CLICK_PAIRS; clicks++) {
      const from = stateOf(phase, clicks);
      for (const next of PHASES) {
        const reached = SHOPPER[phase].next[next] ?? 0;
        ends[from] = (ends[from] ?? 0) + reached * SHOPPER[next].end;
        for (const step of stepsIn(next, clicks)) {
          const probability = reached * step.probability;
          if (probability > 0) moves.push({ ...step, from, probability });
        }
      }
    }
  }
  const explored = stateOf('explore', 0);
  return {
    states: ends.length,
    moves,
    ends,
    starts: [
      { action: ACTION_CODES.detail, to: explored + 1, probability: FIRST_CLICK_DETAIL },
      { action: ACTION_CODES.view, to: explored, probability: 1 - FIRST_CLICK_DETAIL },
    ],
  };
}

/** What may happen in `phase` after the last two `clicks`. */
function stepsIn(phase: Phase, clicks: number): ActionStart[] {
  const rates = SHOPPER[phase];
  // Only a product seen a moment ago is put into the cart; without one the shopper clicks on.
  const add = clicks === 0 ? 0 : rates.add;
  const click = 1 - rates.end - add - rates.remove - rates.purchase;
  const detail = rates.detail[clicks] ?? 0;
  const shifted = (clicks << 1) & 3;
  const { add: added, remove, purchase, detail: looked, view } = ACTION_CODES;
  return [
    { action: added, to: stateOf(rates.afterAdd, clicks), probability: add },
    { action: remove, to: stateOf('emptied', clicks), probability: rates.remove },
    { action: purchase, to: stateOf('bought', clicks), probability: rates.purchase },
    { action: looked, to: stateOf(phase, shifted | 1), probability: click * detail },
    { action: view, to: stateOf(phase, shifted), probability: click * (1 - detail) },
  ];
}

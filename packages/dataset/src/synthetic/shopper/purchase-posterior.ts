import { ACTION_CODES, ACTIONS } from '@lf/contract';
import { ImpossibleActionsError } from '../synthetic-errors.ts';
import type { ActionChain } from './action-chain.ts';
import { createShopperChain } from './shopper-chain.ts';

/** The moves of one action as columns, ordered by the state that they leave. */
interface MoveColumns {
  /** `[state + 1]`: state s leaves by the moves `offsets[s] .. offsets[s + 1]`. */
  readonly offsets: Uint32Array;
  /** `[move]`, the state reached. */
  readonly to: Uint16Array;
  /** `[move]` */
  readonly probability: Float64Array;
}

/** Gives the exact probability that a purchase follows `actions[from .. to]` of a session that went on that far. */
export type PurchasePosterior = (actions: Uint8Array, from?: number, to?: number) => number;

/**
 * Solves a chain for its purchase posterior: the forward algorithm gives the hidden state, a linear system the chance
 * of ever reaching a purchase from each state.
 *
 * Rabiner, A tutorial on hidden Markov models (1989), section III A.
 */
export function createPurchasePosterior(chain: ActionChain): PurchasePosterior {
  const columns = ACTIONS.map((_, action) => toColumns(chain, action));
  const reach = reachPurchase(chain);
  const first = ACTIONS.map((_, action) => {
    const mass = new Float64Array(chain.states);
    for (const start of chain.starts) {
      if (start.action === action) mass[start.to] = (mass[start.to] ?? 0) + start.probability;
    }
    return mass;
  });
  let belief = new Float64Array(chain.states);
  let moved = new Float64Array(chain.states);

  return (actions, from = 0, to = actions.length) => {
    const start = first[actions[from] ?? 0];
    if (from >= to || start === undefined)
      throw new ImpossibleActionsError(actions.slice(from, to));
    belief.set(start);
    for (let event = from + 1; event < to; event++) {
      const action = actions[event] ?? 0;
      const moves = columns[action];
      if (moves === undefined || action === ACTION_CODES.purchase) {
        throw new ImpossibleActionsError(actions.slice(from, to));
      }
      moved.fill(0);
      let total = 0;
      // Few states carry mass, as the actions tell the last two clicks.
      for (let state = 0; state < belief.length; state++) {
        const mass = belief[state] ?? 0;
        if (mass === 0) continue;
        const end = moves.offsets[state + 1] ?? 0;
        for (let move = moves.offsets[state] ?? 0; move < end; move++) {
          const part = mass * (moves.probability[move] ?? 0);
          const target = moves.to[move] ?? 0;
          moved[target] = (moved[target] ?? 0) + part;
          total += part;
        }
      }
      if (total === 0) throw new ImpossibleActionsError(actions.slice(from, to));
      // Scaled, so that long sessions do not underflow; the scale cancels in the end.
      for (let state = 0; state < moved.length; state++) moved[state] = (moved[state] ?? 0) / total;
      [belief, moved] = [moved, belief];
    }
    let purchased = 0;
    let total = 0;
    for (let state = 0; state < belief.length; state++) {
      const mass = belief[state] ?? 0;
      total += mass;
      purchased += mass * (reach[state] ?? 0);
    }
    if (total === 0) throw new ImpossibleActionsError(actions.slice(from, to));
    return purchased / total;
  };
}

let shopperPosterior: PurchasePosterior | undefined;

/**
 * The exact probability that a purchase follows a prefix of a synthetic session: no model can rank prefixes better.
 *
 * @param actions `[event]`, codes 2..6 from the session's first event on, without start and end.
 * @throws ImpossibleActionsError if no synthetic session begins so before its first purchase.
 */
export function purchaseProbability(actions: Uint8Array, from = 0, to = actions.length): number {
  shopperPosterior ??= createPurchasePosterior(createShopperChain());
  return shopperPosterior(actions, from, to);
}

function toColumns(chain: ActionChain, action: number): MoveColumns {
  const moves = chain.moves
    .filter((move) => move.action === action)
    .sort((a, b) => a.from - b.from);
  const offsets = new Uint32Array(chain.states + 1);
  for (let state = 0; state < chain.states; state++) {
    const leaving = moves.filter((move) => move.from === state).length;
    offsets[state + 1] = (offsets[state] ?? 0) + leaving;
  }
  return {
    offsets,
    to: Uint16Array.from(moves, (move) => move.to),
    probability: Float64Array.from(moves, (move) => move.probability),
  };
}

/** `[state]`, h = Q h + r: Q the moves that are no purchase, r the purchases; by Gauss-Jordan elimination. */
function reachPurchase(chain: ActionChain): Float64Array {
  const { states } = chain;
  const rows = Array.from({ length: states }, (_, state) => {
    const row = new Float64Array(states + 1);
    row[state] = 1;
    return row;
  });
  for (const { from, to, action, probability } of chain.moves) {
    const row = rows[from];
    if (row === undefined) continue;
    if (action === ACTION_CODES.purchase) row[states] = (row[states] ?? 0) + probability;
    else row[to] = (row[to] ?? 0) - probability;
  }
  // I - Q is diagonally dominant, as every state may end: no pivoting is needed.
  rows.forEach((pivot, column) => {
    const scale = pivot[column] ?? 1;
    for (let at = 0; at <= states; at++) pivot[at] = (pivot[at] ?? 0) / scale;
    rows.forEach((row, index) => {
      const factor = row[column] ?? 0;
      if (index === column || factor === 0) return;
      for (let at = 0; at <= states; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    });
  });
  return Float64Array.from(rows, (row) => row[states] ?? 0);
}

import { expect, it } from 'vitest';
import { ACTION_CODES } from '@lf/contract';
import { labelPrefixes } from '../../../src/labels/label-prefixes.ts';
import {
  purchaseProbability,
  scorePosterior,
  simulateSessions,
} from '../../../src/synthetic/index.ts';
import type { ActionChain } from '../../../src/synthetic/shopper/action-chain.ts';
import { createPurchasePosterior } from '../../../src/synthetic/shopper/purchase-posterior.ts';
import { createShopperChain } from '../../../src/synthetic/shopper/shopper-chain.ts';

const { add, remove, purchase, detail, view } = ACTION_CODES;

/** Three states that only go forward, so that every future can be listed. */
const FORWARD_CHAIN: ActionChain = {
  states: 4,
  starts: [
    { action: detail, to: 0, probability: 0.7 },
    { action: detail, to: 1, probability: 0.2 },
    { action: view, to: 1, probability: 0.1 },
  ],
  moves: [
    { from: 0, to: 1, action: add, probability: 0.3 },
    { from: 0, to: 2, action: add, probability: 0.4 },
    { from: 0, to: 3, action: purchase, probability: 0.05 },
    { from: 1, to: 2, action: add, probability: 0.25 },
    { from: 1, to: 2, action: view, probability: 0.25 },
    { from: 1, to: 3, action: purchase, probability: 0.2 },
    { from: 2, to: 3, action: view, probability: 0.1 },
    { from: 2, to: 3, action: purchase, probability: 0.6 },
  ],
  ends: Float64Array.of(0.25, 0.3, 0.3, 1),
};

/** Lists every hidden path of the prefix and every future of each. */
function enumerate(chain: ActionChain, actions: readonly number[]): number {
  const future = (state: number): number =>
    chain.moves
      .filter((move) => move.from === state)
      .reduce(
        (sum, move) => sum + move.probability * (move.action === purchase ? 1 : future(move.to)),
        0,
      );
  let all = 0;
  let bought = 0;
  const follow = (state: number, event: number, probability: number): void => {
    if (event === actions.length) {
      all += probability;
      bought += probability * future(state);
      return;
    }
    for (const move of chain.moves) {
      if (move.from === state && move.action === actions[event]) {
        follow(move.to, event + 1, probability * move.probability);
      }
    }
  };
  for (const start of chain.starts) {
    if (start.action === actions[0]) follow(start.to, 1, start.probability);
  }
  return bought / all;
}

it.each([
  [[detail]],
  [[view]],
  [[detail, add]],
  [[detail, add, view]],
  [[detail, add, add]],
  [[view, add, view]],
])('equals the enumeration of all hidden paths for %j', (actions) => {
  const posterior = createPurchasePosterior(FORWARD_CHAIN);
  expect(posterior(Uint8Array.from(actions))).toBeCloseTo(enumerate(FORWARD_CHAIN, actions), 12);
});

it('solves a session that may go on for ever', () => {
  // One state: h = .1 + .6 h.
  const posterior = createPurchasePosterior({
    states: 1,
    starts: [{ action: view, to: 0, probability: 1 }],
    moves: [
      { from: 0, to: 0, action: view, probability: 0.6 },
      { from: 0, to: 0, action: purchase, probability: 0.1 },
    ],
    ends: Float64Array.of(0.3),
  });
  expect(posterior(new Uint8Array(100_000).fill(view))).toBeCloseTo(0.25, 12);
});

it('has a shopper whose moves and end add up to 1 in every state', () => {
  const chain = createShopperChain();
  const sums = Float64Array.from(chain.ends);
  for (const move of chain.moves) sums[move.from]! += move.probability;
  for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  expect(chain.starts.reduce((sum, start) => sum + start.probability, 0)).toBeCloseTo(1, 12);
});

it('reads a range of a column as it reads the range alone', () => {
  const column = Uint8Array.of(view, purchase, detail, view, add, view, purchase);
  expect(purchaseProbability(column, 2, 6)).toBe(purchaseProbability(column.slice(2, 6)));
});

it('tells the order of the same clicks apart', () => {
  const weighs = Uint8Array.of(detail, detail, view, view, detail, detail, add);
  const browses = Uint8Array.of(detail, view, detail, view, detail, detail, add);
  expect(purchaseProbability(weighs)).toBeGreaterThan(purchaseProbability(browses) + 0.5);
});

it('is calibrated against what the sessions do', () => {
  const { sequences } = labelPrefixes(simulateSessions({ events: 300_000, seed: 5 }));
  const scores = scorePosterior(sequences);
  const bins = Array.from({ length: 10 }, () => ({
    rows: 0,
    expected: 0,
    variance: 0,
    positives: 0,
  }));
  scores.forEach((score, row) => {
    if (sequences.cuts[row] !== 2) return; // one row a session: independent draws
    const bin = bins[Math.min(9, Math.floor(score * 10))]!;
    bin.rows++;
    bin.expected += score;
    bin.variance += score * (1 - score);
    bin.positives += sequences.labels[row]!;
  });
  for (const { rows, expected, variance, positives } of bins) {
    if (rows < 50) continue;
    expect(Math.abs(positives - expected)).toBeLessThan(4 * Math.sqrt(variance));
  }
});

it.each([
  ['no action', []],
  ['a remove from an empty cart', [view, remove]],
  ['an add of a product never seen', [view, view, add]],
  ['a purchase', [detail, add, purchase]],
  ['the start mark', [0, detail, add]],
  ['an unknown code', [detail, 9]],
])('refuses %s', (_, actions) => {
  expect(() => purchaseProbability(Uint8Array.from(actions))).toThrow(
    expect.objectContaining({ code: 'impossible_actions' }),
  );
});

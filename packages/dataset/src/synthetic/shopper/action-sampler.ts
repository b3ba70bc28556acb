import { ACTION_CODES } from '@lf/contract';
import { AliasTable } from '../random/alias-table.ts';
import { RandomStream } from '../random/random-stream.ts';
import type { ActionChain } from './action-chain.ts';
import { createShopperChain } from './shopper-chain.ts';

interface Outcomes {
  readonly table: AliasTable;
  /** `[outcome]`, action code; 1 = the session ends. */
  readonly actions: Uint8Array;
  /** `[outcome]`, state after it. */
  readonly states: Uint8Array;
}

/**
 * Draws the actions of one session after another; how long a session is has no limit but chance.
 *
 * The first purchase is followed by one more for each further product in the cart.
 */
export class ActionSampler {
  /** The actions of the last session drawn, `[event]`; only the first `length` count. */
  actions = new Uint8Array(256);
  length = 0;
  private readonly start: Outcomes;
  private readonly outcomes: readonly Outcomes[];
  private readonly random: RandomStream;

  constructor(seed: number, chain: ActionChain = createShopperChain()) {
    this.random = new RandomStream(seed, 'actions');
    this.start = tabulate(chain.starts, 0);
    this.outcomes = Array.from(chain.ends, (end, state) =>
      tabulate(
        chain.moves.filter((move) => move.from === state),
        end,
      ),
    );
  }

  /** Draws a session into `actions` and `length`. */
  draw(): void {
    this.length = 0;
    let inCart = 0;
    let current: Outcomes | undefined = this.start;
    while (current !== undefined) {
      const outcome: number = current.table.draw(this.random);
      const action = current.actions[outcome] ?? ACTION_CODES.end;
      if (action === ACTION_CODES.end) return;
      this.push(action);
      if (action === ACTION_CODES.add) inCart++;
      else if (action === ACTION_CODES.remove) inCart--;
      else if (action === ACTION_CODES.purchase) {
        for (; inCart > 1; inCart--) this.push(action);
        inCart = 0;
      }
      current = this.outcomes[current.states[outcome] ?? 0];
    }
  }

  private push(action: number): void {
    if (this.length === this.actions.length) {
      const longer = new Uint8Array(this.length * 2);
      longer.set(this.actions);
      this.actions = longer;
    }
    this.actions[this.length++] = action;
  }
}

function tabulate(
  moves: readonly { action: number; to: number; probability: number }[],
  end: number,
): Outcomes {
  return {
    table: new AliasTable([...moves.map((move) => move.probability), end]),
    actions: Uint8Array.from([...moves.map((move) => move.action), ACTION_CODES.end]),
    states: Uint8Array.from([...moves.map((move) => move.to), 0]),
  };
}

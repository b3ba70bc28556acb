/**
 * A hidden Markov process that emits an action with each move between states, until it ends.
 *
 * All probabilities of a state's moves, over all actions, and of its end add up to 1.
 */
export interface ActionChain {
  readonly states: number;
  readonly moves: readonly ActionMove[];
  /** `[state]`, the probability that the session is over. */
  readonly ends: Float64Array;
  /** How a session begins: its first action and the state after it. */
  readonly starts: readonly ActionStart[];
}

export interface ActionMove {
  readonly from: number;
  readonly to: number;
  /** Action code 2..6. */
  readonly action: number;
  readonly probability: number;
}

export type ActionStart = Omit<ActionMove, 'from'>;

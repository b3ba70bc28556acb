/** One state of the Amazon States Language, as its JSON is. */
export type State = Readonly<Record<string, unknown>>;

/** States that begin at one of them: a state machine, a branch or what a Map does with each item. */
export interface StateGroup {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state and its name, before it is known which one follows. */
export interface NamedState {
  readonly name: string;
  readonly state: State;
  /** It names its successors itself, or has none. */
  readonly isLinked?: boolean;
}

/** Lets each state lead to the next one, and the last one to the end. */
export function chained(states: readonly NamedState[]): StateGroup {
  return {
    StartAt: states[0]?.name ?? '',
    States: Object.fromEntries(
      states.map(({ name, state, isLinked = false }, at) => {
        if (isLinked) return [name, state];
        const next = states[at + 1];
        return [name, { ...state, ...(next === undefined ? { End: true } : { Next: next.name }) }];
      }),
    ),
  };
}

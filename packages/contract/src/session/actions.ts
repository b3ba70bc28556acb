/** What happens in a session, with the two marks around it; the index is the code. */
export const ACTIONS = ['start', 'end', 'add', 'remove', 'purchase', 'detail', 'view'] as const;

export type Action = (typeof ACTIONS)[number];

/** The code of each action: `ACTION_CODES.add` is 2. */
export const ACTION_CODES = {
  start: 0,
  end: 1,
  add: 2,
  remove: 3,
  purchase: 4,
  detail: 5,
  view: 6,
} as const satisfies Record<Action, number>;

/** What a shopper can do: every action but the two marks, which are put around a session and never sent. */
export const SHOPPER_ACTIONS = ['add', 'remove', 'purchase', 'detail', 'view'] as const;

export type ShopperAction = (typeof SHOPPER_ACTIONS)[number];

/** Fills the place after a session's end in a batch; encoded as an all-zero row. */
export const PADDING_CODE = 7;

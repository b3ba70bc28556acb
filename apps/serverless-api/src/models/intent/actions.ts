/** The intent vocabulary: the index of a word is its code, and its column in a one-hot row. */
export const VOCABULARY = ['start', 'end', 'add', 'remove', 'purchase', 'detail', 'view'] as const;

/** What a shopper can do; `start` and `end` are put around a session, not sent. */
export const ACTIONS = ['add', 'remove', 'purchase', 'detail', 'view'] as const;

export type Word = (typeof VOCABULARY)[number];
export type Action = (typeof ACTIONS)[number];

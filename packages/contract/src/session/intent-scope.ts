import { ACTION_CODES } from './actions.ts';

/**
 * What an intent model was trained on, and what it was not: sessions with a cart and without a purchase, since it says
 * whether a purchase will follow an add.
 */
export const INTENT_SCOPES = ['in_scope', 'no_add_yet', 'already_bought'] as const;

export type IntentScope = (typeof INTENT_SCOPES)[number];

/**
 * Whether a session is one of those that an intent model was trained on.
 *
 * @param actions codes 2..6 of the whole session, not cut
 */
export function intentScopeOf(actions: { includes(code: number): boolean }): IntentScope {
  if (actions.includes(ACTION_CODES.purchase)) return 'already_bought';
  return actions.includes(ACTION_CODES.add) ? 'in_scope' : 'no_add_yet';
}

import { DatasetError } from '../errors.ts';
import { ACTIONS } from '@lf/contract';

/** A prefix was scored that no synthetic session can begin with. */
export class ImpossibleActionsError extends DatasetError {
  override readonly name = 'ImpossibleActionsError';
  readonly actions: readonly string[];

  constructor(codes: Uint8Array) {
    const actions = Array.from(codes, (code) => ACTIONS[code] ?? String(code));
    super(
      'impossible_actions',
      `Cannot compute the purchase probability of [${actions.slice(0, 20).join(', ')}${actions.length > 20 ? ', ...' : ''}]: expected the first events of a synthetic session, before its first purchase, without start and end. Score only prefixes that come from the synthetic shop.`,
    );
    this.actions = actions;
  }
}

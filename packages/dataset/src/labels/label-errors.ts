import { DatasetError } from '../errors.ts';

/** No session holds an add, so there is nothing to label. */
export class NoSessionWithAddError extends DatasetError {
  override readonly name = 'NoSessionWithAddError';
  readonly sessions: number;

  constructor(sessions: number) {
    super(
      'no_session_with_add',
      `Cannot label: none of the ${sessions} sessions has an add-to-cart event. The intent flow learns from what follows the first add: check that product_action holds 'add' in browsing_train.`,
    );
    this.sessions = sessions;
  }
}

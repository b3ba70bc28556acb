import { DatasetError } from '../errors.ts';
import { PREFIX_TIMES_TABLE } from '../schema/prefix-times.ts';
import { SourceError } from '../upload/source-errors.ts';

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

/** The times of prefixes do not fit the prefixes. */
export class PrefixTimesError extends SourceError {
  override readonly name = 'PrefixTimesError';

  constructor(path: string, message: string) {
    super('prefix_times_unlike', PREFIX_TIMES_TABLE.name, path, message);
  }
}

import type { Call } from '../api.ts';
import { MAX_OUTCOMES_BYTES, OutcomesError, readOutcomes } from '../request-log/read-outcomes.ts';
import type { OutcomesTaken } from '../request-log/request-log.ts';

/**
 * Answers `POST /outcomes`: what became of sessions after their predictions, by the ids of the requests.
 *
 * @throws OutcomesError
 */
export function takeOutcomes({ body, service: { traffic } }: Call): OutcomesTaken {
  if (traffic === undefined) throw new Error('a service without a log has no /outcomes');
  return traffic.log.outcomes(readOutcomes(parsed(body)));
}

function parsed(body: string): unknown {
  if (body === '') throw new OutcomesError('the body', '{"outcomes": [...]}', 'none');
  if (Buffer.byteLength(body) > MAX_OUTCOMES_BYTES) {
    throw new OutcomesError('the body', `at most ${MAX_OUTCOMES_BYTES} bytes`, 'more');
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new OutcomesError('the body', 'JSON', 'something else');
  }
}

import type { SessionContext } from '@lf/contract';
import { EndpointError } from './errors.ts';
import type { Invoke } from './invoke/invoke.ts';
import type { Model } from './models/model.ts';

export interface AskOptions {
  readonly requestId: string;
  readonly timeoutMs: number;
  /** What is known of the session beside its codes. */
  readonly context?: SessionContext | undefined;
}

/**
 * Asks a model for its answer to one session.
 *
 * @param codes - what it reads: codes of actions with start and end, or token ids
 * @returns TensorFlow Serving's answer, parsed: `{"predictions": [...]}` if all is well
 * @throws EndpointError, EndpointTimeoutError
 */
export type Ask = (codes: readonly number[], options: AskOptions) => Promise<unknown>;

/** Asks an endpoint that takes and gives text. @param model - writes codes as an instance */
export function askByText(endpoint: string, invoke: Invoke, model: Pick<Model, 'instanceOf'>): Ask {
  return async (codes, options) => {
    const text = await invoke(
      JSON.stringify({ instances: [model.instanceOf(codes, options.context)] }),
      options,
    );
    try {
      const answer: unknown = JSON.parse(text);
      return answer;
    } catch (cause) {
      throw unreadableAnswer(endpoint, text, { cause });
    }
  };
}

/** Characters of an answer that cannot be read which are logged. */
const LOGGED_CHARACTERS = 500;

/** The answer contains no prediction. */
export function unreadableAnswer(
  endpoint: string,
  answer: string,
  options?: ErrorOptions,
): EndpointError {
  return new EndpointError(
    'bad_answer',
    {
      endpoint,
      expected: 'one prediction as TensorFlow Serving writes it',
      got: 'something else',
      detail: answer.slice(0, LOGGED_CHARACTERS),
    },
    options,
  );
}

import { EndpointError } from './errors.ts';
import type { Invoke } from './invoke/invoke.ts';

export interface AskOptions {
  readonly requestId: string;
  readonly timeoutMs: number;
}

/**
 * Asks a model for its answer to one instance.
 *
 * @param instance - an element of TensorFlow Serving's `instances`
 * @returns TensorFlow Serving's answer, parsed: `{"predictions": [...]}` if all is well
 * @throws EndpointError, EndpointTimeoutError
 */
export type Ask = (instance: unknown, options: AskOptions) => Promise<unknown>;

/** Asks an endpoint that takes and gives text. */
export function askByText(endpoint: string, invoke: Invoke): Ask {
  return async (instance, options) => {
    const text = await invoke(JSON.stringify({ instances: [instance] }), options);
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

/** An answer in which there is no prediction. */
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

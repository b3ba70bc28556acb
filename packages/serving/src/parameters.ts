import {
  MissingParameterError,
  ParameterError,
  QueryTooLongError,
  UnknownParameterError,
} from './errors.ts';
import { nearestOf } from './nearest.ts';
import { decodePiece, eventsOf, MAX_QUERY_CHARACTERS, rawValuesOf } from './session-text.ts';

const ENCODED = 'UTF-8 in percent-encoding, with %25 for a percent sign';
/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 40;

/**
 * The events of every `session` of a query string, in their order.
 *
 * @param query - as it came, without the question mark
 * @param example - a query string that works, for the message
 * @returns at least one event, not trimmed; events may be empty
 * @throws MissingParameterError, ParameterError, QueryTooLongError
 */
export function readSession(query: string, example: string): readonly string[] {
  const parameters = parametersOf(query);
  const values = parameters.get('session');
  if (values === undefined) {
    const names = [...parameters.keys()];
    const mistyped = names.find((name) => nearestOf(name, ['session']) !== undefined);
    throw new MissingParameterError(example, mistyped);
  }
  return readList(query, 'session') ?? [];
}

/**
 * Makes sure that a query string has no parameter but these: one that is not read would be a wish unheard.
 *
 * @throws UnknownParameterError, QueryTooLongError
 */
export function requireKnownParameters(query: string, known: readonly string[]): void {
  for (const name of parametersOf(query).keys()) {
    if (known.includes(name)) continue;
    throw new UnknownParameterError(name.slice(0, SHOWN_CHARACTERS), known, nearestOf(name, known));
  }
}

/**
 * A parameter that may be given once.
 *
 * @returns its text; undefined if it is not there
 * @throws ParameterError, QueryTooLongError
 */
export function readText(query: string, name: string): string | undefined {
  const [value, ...others] = parametersOf(query).get(name) ?? [];
  if (value === undefined) return undefined;
  if (others.length > 0) {
    throw new ParameterError(name, 'given once', `${others.length + 1} of them`);
  }
  const text = decodePiece(value);
  if (text === undefined) throw encodingError(name, value);
  return text;
}

/**
 * A parameter that may hold several values, separated by commas; it may come again, and its values follow.
 *
 * @returns undefined if it is not there
 * @throws ParameterError, QueryTooLongError
 */
export function readList(query: string, name: string): readonly string[] | undefined {
  const values = parametersOf(query).get(name);
  return (
    values &&
    eventsOf(values).map((value) => {
      if (value !== undefined) return value;
      throw encodingError(name, values.join(`&${name}=`));
    })
  );
}

function parametersOf(query: string): ReadonlyMap<string, readonly string[]> {
  if (query.length > MAX_QUERY_CHARACTERS) {
    throw new QueryTooLongError(query.length, MAX_QUERY_CHARACTERS);
  }
  return rawValuesOf(query);
}

function encodingError(name: string, value: string): ParameterError {
  return new ParameterError(name, ENCODED, value.slice(0, SHOWN_CHARACTERS));
}

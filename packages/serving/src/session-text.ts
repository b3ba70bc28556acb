/** Longest query string that is read, in characters: ten times what API Gateway lets through (10,240 bytes of head). */
export const MAX_QUERY_CHARACTERS = 131_072;

/**
 * Writes the events of a session as `?session=` takes them: each one percent-encoded, a comma between them.
 *
 * Whatever an event holds, commas among it, {@link sessionOf} reads the same list.
 *
 * @param events actions or SKUs, oldest first
 * @example
 * `/predict?session=${encodeSession(['shoe', 'hat, red'])}`; // session=shoe,hat%2C%20red
 */
export function encodeSession(events: readonly string[]): string {
  return events.map(encodeEvent).join(',');
}

/** A quote is encoded too, so that the text can stand in a shell's quotes. */
function encodeEvent(event: string): string {
  return encodeURIComponent(event).replaceAll("'", '%27');
}

/** One `name=value` of a query string, not yet decoded. */
interface RawParameter {
  readonly name: string;
  readonly value: string;
}

/** The parameters of a query string, in their order; the same name may come again. */
function parametersOf(query: string): readonly RawParameter[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals === -1
        ? { name: part, value: '' }
        : { name: part.slice(0, equals), value: part.slice(equals + 1) };
    });
}

/**
 * Decodes one piece of a query string: `+` is a blank, as HTML forms and URLSearchParams write it.
 *
 * @returns undefined if a percent sign begins no byte, or the bytes are not UTF-8
 */
export function decodePiece(piece: string): string | undefined {
  try {
    return decodeURIComponent(piece.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * The parameters of a query string.
 *
 * @returns by name, decoded where it can be: the values as they came, in their order
 */
export function rawValuesOf(query: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const parameter of parametersOf(query)) {
    const name = decodePiece(parameter.name) ?? parameter.name;
    const others = values.get(name);
    if (others === undefined) values.set(name, [parameter.value]);
    else others.push(parameter.value);
  }
  return values;
}

/**
 * The events of a session, in their order: every `session` of the query string, split at its commas, and each piece
 * decoded on its own. `%2C` is a comma within an event.
 *
 * @param values of `session`, as they came
 * @returns one entry an event; undefined in place of a piece that cannot be decoded
 */
export function eventsOf(values: readonly string[]): readonly (string | undefined)[] {
  return values.flatMap((value) => value.split(',').map(decodePiece));
}

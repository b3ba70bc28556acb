/** Where an event of API Gateway holds the query string. */
export interface QueryEvent {
  /** Payload 2.0: as it came. */
  readonly rawQueryString?: string;
  /** Payload 1.0: decoded, every value of a name. */
  readonly multiValueQueryStringParameters?: Readonly<
    Record<string, readonly string[] | undefined>
  > | null;
  /** Decoded; read where there is nothing else, as in events written by hand. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
}

/**
 * The query string of an event, as it came; encoded again from what is decoded where that is all there is. A comma is
 * encoded then, since nothing tells any more whether it was.
 *
 * @returns without the question mark
 */
export function queryOf(event: QueryEvent): string {
  if (event.rawQueryString !== undefined) return event.rawQueryString;
  const query = new URLSearchParams();
  const values =
    event.multiValueQueryStringParameters ?? asLists(event.queryStringParameters ?? {});
  for (const [name, texts = []] of Object.entries(values)) {
    for (const text of texts) query.append(name, text);
  }
  return query.toString();
}

function asLists(
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, text === undefined ? [] : [text]]),
  );
}

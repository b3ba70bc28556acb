import type { DuckDBConnection } from '@duckdb/node-api';
import { text } from '../sql/quote.ts';

/** A connection that several checks may use at once: how many do, and its zone before the first of them. */
interface Use {
  users: number;
  readonly before: Promise<string>;
}

const IN_USE = new WeakMap<DuckDBConnection, Use>();

/** The last giving back of a connection's zone, whether it went well or not. */
const BEING_GIVEN_BACK = new WeakMap<DuckDBConnection, Promise<void>>();

/** DuckDB takes the machine's zone unless it is told another one. */
const UTC = 'UTC';

/** Makes a connection of ours read and write times in UTC, whatever the machine's zone. */
export async function inUtc(connection: DuckDBConnection): Promise<void> {
  await connection.run(`SET TimeZone = ${text(UTC)}`);
}

async function zoneOf(connection: DuckDBConnection): Promise<string> {
  const reader = await connection.runAndReadAll(`SELECT current_setting('TimeZone')`);
  const [[zone] = []] = reader.getRowsJS();
  if (typeof zone !== 'string') return UTC;
  if (zone !== UTC) await inUtc(connection);
  return zone;
}

/** The same for a caller's connection, which gets its own zone back from what this answers with. */
export async function borrowInUtc(connection: DuckDBConnection): Promise<() => Promise<void>> {
  // Whoever comes while the last one gives the zone back would take UTC for the caller's own zone
  const given = BEING_GIVEN_BACK.get(connection);
  const use: Use = IN_USE.get(connection) ?? {
    users: 0,
    before: given === undefined ? zoneOf(connection) : given.then(() => zoneOf(connection)),
  };
  use.users += 1;
  IN_USE.set(connection, use);
  const leave = () => {
    use.users -= 1;
    if (use.users === 0) IN_USE.delete(connection);
    return use.users === 0;
  };
  const before = await use.before.catch((error: unknown) => {
    leave();
    throw error;
  });
  return async () => {
    if (!leave() || before === UTC) return;
    const giving = connection.run(`SET TimeZone = ${text(before)}`);
    BEING_GIVEN_BACK.set(
      connection,
      giving.then(
        () => undefined,
        () => undefined,
      ),
    );
    await giving;
  };
}

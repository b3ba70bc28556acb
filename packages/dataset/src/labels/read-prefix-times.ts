import { join } from 'node:path';
import {
  CONTEXT_FACTS,
  unknownContext,
  type ContextFactName,
  type SessionContext,
} from '@lf/contract';
import { withEngine, type Engine } from '../engine/engine.ts';
import { fileLiteral, identifier } from '../engine/sql.ts';
import { PREFIX_TIMES_TABLE } from '../schema/prefix-times.ts';
import { PREFIXES_TABLE } from '../schema/prefixes.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { convertSource } from '../upload/convert-source.ts';
import { probeSource } from '../upload/probe-source.ts';
import { NoRowsError } from '../upload/source-errors.ts';
import { PrefixTimesError } from './label-errors.ts';
import type { ReadPrefixesOptions } from './read-prefixes.ts';

const CUT = 'events_after_first_add';
const GAP = 'seconds_since_previous_event';
/** Of the rows of a session, those cut no later than this one. */
const SO_FAR = `OVER (PARTITION BY session_key ORDER BY ${CUT} ROWS UNBOUNDED PRECEDING)`;

const atCut = (column: string, cut: number) =>
  `max(CASE WHEN ${CUT} = ${cut} THEN ${column} END) ${SO_FAR}`;

/** Each fact in SQL, of the row and of the rows of its session that are cut earlier. */
const FACT_SQL: Readonly<Record<ContextFactName, string>> = {
  secondsSinceStart: 'seconds_since_first_event',
  secondsSinceAdd: 'seconds_since_first_cart',
  lastGap: GAP,
  gapAtAdd: atCut(GAP, 0),
  gapAfterAdd1: atCut(GAP, 1),
  gapAfterAdd2: atCut(GAP, 2),
  gapAfterAdd3: atCut(GAP, 3),
  longestGapSinceAdd: `max(${GAP}) ${SO_FAR}`,
  hour: 'hour_of_day',
  weekday: 'day_of_week',
  products: 'unique_items_count',
  productsAtAdd: atCut('unique_items_count', 0),
  cartViews: 'repeated_views_of_cart_items',
  cartViewsAtAdd: atCut('repeated_views_of_cart_items', 0),
};

/**
 * Reads what is known of prefixes beside their symbols: a CSV file (plain or gzip) with the columns of
 * `PREFIX_TIMES_TABLE`. A row tells of its own cut; what happened at earlier cuts is taken from the session's earlier
 * rows, never from later ones.
 *
 * @param prefixesPath the file that `readPrefixes` reads
 * @returns the context of the rows of `readPrefixes`, in their order; all unknown where the times have no such row
 * @throws SourceError of any kind, as in `uploadDataset`
 * @throws PrefixTimesError when the times tell of a cut twice, or of none of the prefixes
 */
export async function readPrefixTimes(
  prefixesPath: string,
  timesPath: string,
  options: ReadPrefixesOptions = {},
): Promise<SessionContext> {
  const reads = [prefixesPath, timesPath];
  return withEngine(options.engine ?? {}, { reads }, async (engine) => {
    const prefixes = await stored(engine, PREFIXES_TABLE, prefixesPath);
    const times = await stored(engine, PREFIX_TIMES_TABLE, timesPath);
    const doing = `reading ${timesPath}`;
    const [totals] = await engine.rows(
      doing,
      `SELECT count(*) AS rows, count(DISTINCT (session_key, ${CUT})) AS different FROM ${times}`,
    );
    const rows = Number(totals?.['rows'] ?? 0);
    if (rows === 0) throw new NoRowsError(PREFIX_TIMES_TABLE.name, timesPath);
    const doubled = rows - Number(totals?.['different'] ?? 0);
    if (doubled > 0) {
      throw new PrefixTimesError(
        timesPath,
        `expected one row for each session_key and ${CUT}, found ${doubled} rows more. Leave one of each.`,
      );
    }
    return await readFacts(engine, doing, { prefixes, times, prefixesPath, timesPath });
  });
}

/** @returns what to read from in SQL */
async function stored(engine: Engine, table: TableSchema, path: string): Promise<string> {
  const source = await probeSource(table, path);
  const parquet = join(engine.directory, `${table.name}.parquet`);
  await convertSource(engine, source, parquet, { duplicates: 'keep' });
  return `read_parquet(${fileLiteral(parquet)}, file_row_number = true)`;
}

interface StoredFiles {
  readonly prefixes: string;
  readonly times: string;
  readonly prefixesPath: string;
  readonly timesPath: string;
}

async function readFacts(
  engine: Engine,
  doing: string,
  { prefixes, times, prefixesPath, timesPath }: StoredFiles,
): Promise<SessionContext> {
  const names = CONTEXT_FACTS.map(({ name }) => identifier(name)).join(', ');
  const facts = CONTEXT_FACTS.map(({ name }) => `${FACT_SQL[name]} AS ${identifier(name)}`);
  const [totals] = await engine.rows(doing, `SELECT count(*) AS rows FROM ${prefixes}`);
  const context = unknownContext(Number(totals?.['rows'] ?? 0));
  const chunks = engine.chunks(
    doing,
    `SELECT known.session_key IS NOT NULL, ${names}
     FROM ${prefixes} AS prefixes
     LEFT JOIN (SELECT session_key, ${CUT}, ${facts.join(', ')} FROM ${times}) AS known
     USING (session_key, ${CUT})
     ORDER BY prefixes.file_row_number`,
  );
  let row = 0;
  let matched = 0;
  for await (const chunk of chunks) {
    for (let index = 0; index < chunk.rowCount; index++) {
      if (chunk.getColumnVector(0).getItem(index) === true) matched++;
      CONTEXT_FACTS.forEach((_, fact) => {
        const value = chunk.getColumnVector(1 + fact).getItem(index);
        if (value !== null) context.facts[row * CONTEXT_FACTS.length + fact] = Number(value);
      });
      row++;
    }
  }
  if (matched > 0) return context;
  throw new PrefixTimesError(
    timesPath,
    `expected rows of the prefixes in ${prefixesPath}, found none: no session_key and ${CUT} of one file is in the other. ` +
      'Give the times of these prefixes.',
  );
}

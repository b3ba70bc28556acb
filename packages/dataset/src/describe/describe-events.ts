import { withEngine, type Engine, type EngineOptions } from '../engine/engine.ts';
import { fileLiteral, literal } from '../engine/sql.ts';

/** How often something is so, by its name. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** How many values are from `from` up, and below the `from` of the next bin. */
export interface CountedBin {
  readonly from: number;
  readonly count: number;
}

/** A browsing table at a glance. */
export interface EventsDescription {
  readonly events: number;
  readonly sessions: number;
  /** First and last event, epoch ms. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Kinds of events: the product action, or `pageview` without one; the most frequent first. */
  readonly actions: readonly NamedCount[];
  /** Sessions with at least one such event: a product seen, put into the cart, bought. */
  readonly funnel: { readonly detail: number; readonly add: number; readonly purchase: number };
  /** Sessions by their events: 1, 2, 3, 4, 5, 6 to 10 ... */
  readonly sessionLengths: readonly CountedBin[];
  /** Times between an event and the next one of its session in ms, of the sessions that `gapsOf` counts. */
  readonly gapsMs: readonly CountedBin[];
  /** How many sessions the gaps were taken from: all, or a sample of a large table. */
  readonly gapsOf: number;
  /** Events in at most 60 spans of `stepMs` from `firstMs` on. */
  readonly overTime: { readonly stepMs: number; readonly counts: readonly number[] };
  readonly products: {
    /** Distinct SKUs. */
    readonly skus: number;
    /** Events with a SKU. */
    readonly events: number;
    /** The most frequent SKUs. */
    readonly top: readonly NamedCount[];
    /** Share of the events that the most frequent SKUs have: `[share of the SKUs, share of the events]`. */
    readonly concentration: readonly (readonly [skuShare: number, eventShare: number])[];
  };
}

/** Lower ends of the bins of session lengths. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 11, 21, 51, 101, 201, 1001];

const S = 1000;
const MIN = 60 * S;
const HOUR = 60 * MIN;

/** Lower ends of the bins of gaps. */
const GAPS_MS = [
  0,
  S,
  5 * S,
  15 * S,
  30 * S,
  MIN,
  2 * MIN,
  5 * MIN,
  15 * MIN,
  30 * MIN,
  HOUR,
  24 * HOUR,
];

/** Spans that events are counted in: a whole number of these. */
const STEPS_MS = [S, MIN, 5 * MIN, 15 * MIN, HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR];

const MOST_SPANS = 60;
const TOP_SKUS = 10;

/** Shares of the SKUs at which their events are told. */
const SKU_SHARES = [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75];

/** Gaps need each session in its order, which costs more than counting: of larger tables, a sample of the sessions. */
const GAP_EVENTS = 1_000_000;

/**
 * Describes a stored browsing table: a few scans that count, whatever its size. The same table gives the same
 * description.
 *
 * @param path local path of the Parquet file
 * @throws EngineError if the file is not such a table
 */
export async function describeEvents(
  path: string,
  options: { readonly engine?: EngineOptions } = {},
): Promise<EventsDescription> {
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const table = `read_parquet(${fileLiteral(path)})`;
    const [span] = await rows(
      engine,
      `SELECT count(*) AS events, count(product_sku_hash) AS with_sku,
         coalesce(min(server_timestamp_epoch_ms), 0) AS first_ms, coalesce(max(server_timestamp_epoch_ms), 0) AS last_ms
       FROM ${table}`,
    );
    const events = numberIn(span, 'events');
    const [firstMs, lastMs] = [numberIn(span, 'first_ms'), numberIn(span, 'last_ms')];
    const sessions = await describeSessions(engine, table);
    const sampling = Math.ceil(events / GAP_EVENTS);
    return {
      events,
      firstMs,
      lastMs,
      ...sessions,
      actions: (
        await rows(
          engine,
          `SELECT coalesce(product_action, 'pageview') AS name, count(*) AS n FROM ${table} GROUP BY name ORDER BY n DESC, name`,
        )
      ).map(named),
      ...(await describeGaps(engine, table, sampling)),
      overTime: await countOverTime(engine, table, { firstMs, lastMs }),
      products: await describeProducts(engine, table, numberIn(span, 'with_sku')),
    };
  });
}

type Row = Readonly<Record<string, unknown>>;

function rows(engine: Engine, sql: string): Promise<readonly Row[]> {
  return engine.rows('describing the events', sql);
}

function numberIn(row: Row | undefined, name: string): number {
  return Number(row?.[name] ?? 0);
}

function named(row: Row): NamedCount {
  return { name: String(row['name']), count: numberIn(row, 'n') };
}

/** The number of a value's bin in SQL, from 0. */
function binOf(value: string, starts: readonly number[]): string {
  return `(${starts.map((start) => `(${value} >= ${start})::INT`).join(' + ')} - 1)`;
}

function counted(found: readonly Row[], starts: readonly number[]): readonly CountedBin[] {
  const byBin = new Map(found.map((row) => [numberIn(row, 'bin'), numberIn(row, 'n')]));
  return starts.map((from, bin) => ({ from, count: byBin.get(bin) ?? 0 }));
}

async function describeSessions(
  engine: Engine,
  table: string,
): Promise<Pick<EventsDescription, 'sessions' | 'funnel' | 'sessionLengths'>> {
  const has = (action: string) => `bool_or(product_action = ${literal(action)}) AS has_${action}`;
  // By length and by what they hold: one scan tells all
  const found = await rows(
    engine,
    `SELECT ${binOf('events', LENGTHS)} AS bin, has_detail, has_add, has_purchase, count(*) AS n FROM (
       SELECT count(*) AS events, ${['detail', 'add', 'purchase'].map(has).join(', ')}
       FROM ${table} GROUP BY session_id_hash
     ) GROUP BY ALL`,
  );
  const total = (some: readonly Row[]) => some.reduce((sum, row) => sum + numberIn(row, 'n'), 0);
  const having = (action: string) => total(found.filter((row) => row[`has_${action}`] === true));
  return {
    sessions: total(found),
    funnel: { detail: having('detail'), add: having('add'), purchase: having('purchase') },
    sessionLengths: LENGTHS.map((from, bin) => ({
      from,
      count: total(found.filter((row) => numberIn(row, 'bin') === bin)),
    })),
  };
}

async function describeGaps(
  engine: Engine,
  table: string,
  sampling: number,
): Promise<Pick<EventsDescription, 'gapsMs' | 'gapsOf'>> {
  const found = await rows(
    engine,
    `WITH sampled AS (
       SELECT session_id_hash, server_timestamp_epoch_ms AS ms FROM ${table}
       WHERE hash(session_id_hash) % ${sampling} = 0
     ), gaps AS (
       SELECT session_id_hash, ms - lag(ms) OVER (PARTITION BY session_id_hash ORDER BY ms) AS gap FROM sampled
     )
     SELECT CASE WHEN gap IS NULL THEN -1 ELSE ${binOf('gap', GAPS_MS)} END AS bin, count(*) AS n FROM gaps GROUP BY bin`,
  );
  // The first event of each session has no gap before it
  const firsts = found.find((row) => numberIn(row, 'bin') === -1);
  return { gapsMs: counted(found, GAPS_MS), gapsOf: numberIn(firsts, 'n') };
}

async function countOverTime(
  engine: Engine,
  table: string,
  { firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number },
): Promise<EventsDescription['overTime']> {
  const least = (lastMs - firstMs + 1) / MOST_SPANS;
  const widest = 7 * 24 * HOUR;
  const stepMs = STEPS_MS.find((step) => step >= least) ?? Math.ceil(least / widest) * widest;
  const found = await rows(
    engine,
    `SELECT (server_timestamp_epoch_ms - ${firstMs}) // ${stepMs} AS bin, count(*) AS n FROM ${table} GROUP BY bin`,
  );
  const spans = Math.floor((lastMs - firstMs) / stepMs) + 1;
  const counts = new Array<number>(spans).fill(0);
  for (const row of found) counts[numberIn(row, 'bin')] = numberIn(row, 'n');
  return { stepMs, counts };
}

async function describeProducts(
  engine: Engine,
  table: string,
  events: number,
): Promise<EventsDescription['products']> {
  const doing = 'describing the events';
  await engine.run(
    doing,
    `CREATE TEMP TABLE by_sku AS SELECT product_sku_hash AS name, count(*) AS n FROM ${table}
     WHERE product_sku_hash IS NOT NULL GROUP BY name`,
  );
  const [all] = await rows(engine, 'SELECT count(*) AS skus FROM by_sku');
  const skus = numberIn(all, 'skus');
  const top = await rows(
    engine,
    `SELECT name, n FROM by_sku ORDER BY n DESC, name LIMIT ${TOP_SKUS}`,
  );
  const ranks = SKU_SHARES.map((share) => Math.max(1, Math.round(share * skus)));
  const sums = ranks.map((rank) => `sum(n) FILTER (rank <= ${rank}) AS at_${rank}`);
  const [within] =
    skus === 0
      ? []
      : await rows(
          engine,
          `SELECT ${[...new Set(sums)].join(', ')} FROM (SELECT n, row_number() OVER (ORDER BY n DESC) AS rank FROM by_sku)`,
        );
  return {
    skus,
    events,
    top: top.map(named),
    concentration:
      skus === 0
        ? []
        : [
            [0, 0],
            ...[...new Set(ranks)].map(
              (rank) => [rank / skus, numberIn(within, `at_${rank}`) / events] as const,
            ),
            ...(ranks.includes(skus) ? [] : [[1, 1] as const]),
          ],
  };
}

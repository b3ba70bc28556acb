import { stat } from 'node:fs/promises';
import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { copyToParquet, fileLiteral } from '../engine/sql.ts';
import { InvalidOptionError } from '../errors.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { LONG_SESSION_RULES, findLongSessions, numberedRows } from './long-sessions.ts';
import type { LongSessionRule } from './long-sessions.ts';
import { IS_PLACEHOLDER } from './placeholder-skus.ts';

/** What to do with rows whose SKU seems to mean 'no product'. */
export const PLACEHOLDER_RULES = ['keep', 'drop'] as const;
export type PlaceholderRule = (typeof PLACEHOLDER_RULES)[number];

export interface TransformOptions {
  /** Local path of the stored browsing_train.parquet. */
  readonly source: string;
  /** Local path to write to, replaced as a whole. */
  readonly target: string;
  /** Longer sessions are bots or a broken session id; 10,000 events unless given. */
  readonly maxEventsPerSession?: number;
  /** 'error' unless given. */
  readonly longSessions?: LongSessionRule;
  /** Whether `transformRec` leaves out rows whose SKU seems to mean 'no product' (`PLACEHOLDER_SKUS`); 'keep' unless given. */
  readonly placeholderSkus?: PlaceholderRule;
  readonly engine?: EngineOptions;
  readonly onProgress?: OnProgress;
}

/** 30 idle minutes end a session, so that 10,000 events are days of clicking. */
export const DEFAULT_TRANSFORM_OPTIONS = {
  maxEventsPerSession: 10_000,
  longSessions: 'error',
  placeholderSkus: 'keep',
} as const satisfies Pick<
  TransformOptions,
  'maxEventsPerSession' | 'longSessions' | 'placeholderSkus'
>;

export interface TransformResult {
  readonly rows: number;
  /** Sessions left out by longSessions = 'drop', and their rows. */
  readonly droppedSessions: number;
  readonly droppedRows: number;
}

/**
 * Writes the intent flow's events: session_id_hash, event_type, product_action ('' for a plain page view) and
 * server_timestamp_epoch_ms, sorted by session, then time, then the order of the uploaded file.
 *
 * @throws LongSessionsError, InvalidOptionError, DiskFullError, EngineError.
 */
export function transformIntent(options: TransformOptions): Promise<TransformResult> {
  return transformEvents(options, {
    columns: [
      'session_id_hash',
      'event_type',
      "coalesce(product_action, '') AS product_action",
      'server_timestamp_epoch_ms',
    ],
    condition: 'true',
  });
}

/**
 * Writes the rec flow's events: session_id_hash, product_sku_hash and server_timestamp_epoch_ms of rows with a SKU,
 * sorted as in `transformIntent`.
 *
 * @throws LongSessionsError (counting rows with a SKU), InvalidOptionError, DiskFullError, EngineError.
 */
export async function transformRec(options: TransformOptions): Promise<TransformResult> {
  const { placeholderSkus } = { ...DEFAULT_TRANSFORM_OPTIONS, ...options };
  if (!PLACEHOLDER_RULES.includes(placeholderSkus)) {
    throw new InvalidOptionError(
      'placeholderSkus',
      placeholderSkus,
      `one of ${PLACEHOLDER_RULES.join(', ')}`,
    );
  }
  const dropped = placeholderSkus === 'drop' ? ` AND NOT ${IS_PLACEHOLDER}` : '';
  return transformEvents(options, {
    columns: ['session_id_hash', 'product_sku_hash', 'server_timestamp_epoch_ms'],
    condition: `product_sku_hash IS NOT NULL${dropped}`,
  });
}

async function transformEvents(
  options: TransformOptions,
  events: { readonly columns: readonly string[]; readonly condition: string },
): Promise<TransformResult> {
  const { source, target, maxEventsPerSession, longSessions, onProgress } = {
    ...DEFAULT_TRANSFORM_OPTIONS,
    ...options,
  };
  if (!Number.isInteger(maxEventsPerSession) || maxEventsPerSession < 1) {
    throw new InvalidOptionError(
      'maxEventsPerSession',
      maxEventsPerSession,
      'a whole number from 1',
    );
  }
  if (!LONG_SESSION_RULES.includes(longSessions)) {
    throw new InvalidOptionError(
      'longSessions',
      longSessions,
      `one of ${LONG_SESSION_RULES.join(', ')}`,
    );
  }
  const totalBytes = (await stat(source)).size;
  const report = (stage: string, rows: number, fraction: number): void =>
    onProgress?.({ stage, rows, bytes: Math.round(fraction * totalBytes), totalBytes });

  const reach = { reads: [source, target], writes: [target] };
  return withEngine(options.engine ?? {}, reach, async (engine) => {
    report('check', 0, 0);
    const relation = `(SELECT * FROM ${numberedRows(source)} WHERE ${events.condition})`;
    const dropped = await findLongSessions(engine, relation, maxEventsPerSession, longSessions);
    const sorted = `
      SELECT ${events.columns.join(', ')} FROM ${relation}
      ${dropped === undefined ? '' : `ANTI JOIN (${dropped.ids}) AS dropped USING (session_id_hash)`}
      ORDER BY session_id_hash, server_timestamp_epoch_ms, file_row_number`;
    // DuckDB counts rows of the source; the sort and the writing come after, so the last share takes longer.
    await writeAtomically(target, (hiddenPath) =>
      engine.run(
        `sorting the events of ${source}`,
        copyToParquet(sorted, hiddenPath),
        (fraction) => {
          report('sort', 0, fraction);
        },
      ),
    );
    const [row] = await engine.rows(
      'counting rows',
      `SELECT count(*) AS n FROM read_parquet(${fileLiteral(target)})`,
    );
    const rows = Number(row?.['n'] ?? 0);
    report('sort', rows, 1);
    return { rows, droppedSessions: dropped?.sessions ?? 0, droppedRows: dropped?.events ?? 0 };
  });
}

import { join } from 'node:path';
import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { fileLiteral } from '../engine/sql.ts';
import { PREFIXES_TABLE, SYMBOL_CODES } from '../schema/prefixes.ts';
import { convertSource } from '../upload/convert-source.ts';
import { probeSource } from '../upload/probe-source.ts';
import { NoRowsError } from '../upload/source-errors.ts';
import type { LabelledSequences } from './labelled-sequences.ts';

export interface ReadPrefixesOptions {
  readonly engine?: EngineOptions;
}

/** Char code of a symbol -> action code. */
const CODE_OF_SYMBOL = new Map(
  Object.entries(SYMBOL_CODES).map(([symbol, code]) => [symbol.charCodeAt(0), code] as const),
);

/**
 * Reads ready-made labelled prefixes: a CSV file (plain or gzip) with the columns session_key, visitor_id,
 * events_after_first_add, symbols (V detail, A add, R remove, P purchase) and label (0 or 1).
 *
 * @returns rows in file order; groups number the visitors by first appearance; startMs is NaN, the form has no times.
 * @throws SourceError of any kind, as in `uploadDataset`.
 */
export async function readPrefixes(
  path: string,
  options: ReadPrefixesOptions = {},
): Promise<LabelledSequences> {
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const source = await probeSource(PREFIXES_TABLE, path);
    const parquet = join(engine.directory, 'prefixes.parquet');
    await convertSource(engine, source, parquet, { duplicates: 'keep' });

    const doing = `reading ${path}`;
    const [totals] = await engine.rows(
      doing,
      `SELECT count(*) AS rows, sum(len(symbols))::BIGINT AS events FROM read_parquet(${fileLiteral(parquet)})`,
    );
    const rowCount = Number(totals?.['rows'] ?? 0);
    if (rowCount === 0) throw new NoRowsError(PREFIXES_TABLE.name, path);

    const offsets = new Uint32Array(rowCount + 1);
    const actions = new Uint8Array(Number(totals?.['events'] ?? 0));
    const labels = new Uint8Array(rowCount);
    const cuts = new Uint8Array(rowCount);
    const groups = new Uint32Array(rowCount);
    const chunks = engine.chunks(
      doing,
      `SELECT symbols, label, events_after_first_add, (dense_rank() OVER (ORDER BY first_row) - 1)::UINTEGER AS visitor
       FROM (
         SELECT *, min(file_row_number) OVER (PARTITION BY visitor_id) AS first_row
         FROM read_parquet(${fileLiteral(parquet)}, file_row_number = true)
       )
       ORDER BY file_row_number`,
    );
    let row = 0;
    let end = 0;
    for await (const chunk of chunks) {
      const symbols = chunk.getColumnVector(0);
      const label = chunk.getColumnVector(1);
      const cut = chunk.getColumnVector(2);
      const visitor = chunk.getColumnVector(3);
      for (let index = 0; index < chunk.rowCount; index++) {
        const text = String(symbols.getItem(index));
        for (let at = 0; at < text.length; at++)
          actions[end++] = CODE_OF_SYMBOL.get(text.charCodeAt(at)) ?? 0;
        labels[row] = Number(label.getItem(index));
        cuts[row] = Number(cut.getItem(index));
        groups[row] = Number(visitor.getItem(index));
        offsets[++row] = end;
      }
    }
    return {
      offsets,
      actions,
      labels,
      cuts,
      groups,
      startMs: new Float64Array(rowCount).fill(NaN),
    };
  });
}

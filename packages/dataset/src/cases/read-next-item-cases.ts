import { join } from 'node:path';
import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { literal } from '../engine/sql.ts';
import { NEXT_ITEM_CASES_TABLE } from '../schema/next-item-cases.ts';
import { convertSource } from '../upload/convert-source.ts';
import { probeSource } from '../upload/probe-source.ts';
import { NoRowsError } from '../upload/source-errors.ts';

export interface ReadNextItemCasesOptions {
  /** `[item]`, the SKUs that the items are numbered by. */
  readonly vocabulary: readonly string[];
  readonly engine?: EngineOptions;
}

/** Beginnings of sessions and the item that came next, as columns, in file order. */
export interface ItemCases {
  /** `[case]` the prefixes; an item that the vocabulary does not hold is 2^32 - 1. */
  readonly sessions: {
    /** `[case + 1]` */
    readonly offsets: Uint32Array;
    /** `[event]` */
    readonly items: Uint32Array;
  };
  /** `[case]`, -1 for an item that the vocabulary does not hold. */
  readonly targets: Int32Array;
}

/** Stands for an item that the vocabulary does not hold. */
const UNKNOWN_ITEM = 0xffff_ffff;

/**
 * Reads ready-made cases: a CSV file (plain or gzip) with the columns prefix (SKUs in time order, spaces between them)
 * and target (the SKU that came next).
 *
 * @throws SourceError of any kind, as in `uploadDataset`; NoRowsError if there are no cases.
 */
export async function readNextItemCases(
  path: string,
  { vocabulary, engine: engineOptions = {} }: ReadNextItemCasesOptions,
): Promise<ItemCases> {
  const indexOf = new Map(vocabulary.map((sku, item) => [sku, item]));
  return withEngine(engineOptions, { reads: [path] }, async (engine) => {
    const source = await probeSource(NEXT_ITEM_CASES_TABLE, path);
    const parquet = join(engine.directory, 'test_cases.parquet');
    await convertSource(engine, source, parquet, { duplicates: 'keep' });

    const items: number[] = [];
    const ends: number[] = [0];
    const targets: number[] = [];
    const chunks = engine.chunks(
      `reading ${path}`,
      `SELECT prefix, target FROM read_parquet(${literal(parquet)}, file_row_number = true) ORDER BY file_row_number`,
    );
    for await (const chunk of chunks) {
      const prefix = chunk.getColumnVector(0);
      const target = chunk.getColumnVector(1);
      for (let row = 0; row < chunk.rowCount; row++) {
        for (const sku of String(prefix.getItem(row)).trim().split(/\s+/)) {
          items.push(indexOf.get(sku) ?? UNKNOWN_ITEM);
        }
        ends.push(items.length);
        targets.push(indexOf.get(String(target.getItem(row)).trim()) ?? -1);
      }
    }
    if (targets.length === 0) throw new NoRowsError(NEXT_ITEM_CASES_TABLE.name, path);
    return {
      sessions: { offsets: Uint32Array.from(ends), items: Uint32Array.from(items) },
      targets: Int32Array.from(targets),
    };
  });
}

import { join } from 'node:path';
import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { fileLiteral } from '../engine/sql.ts';
import { NEXT_ITEM_CASES_TABLE } from '../schema/next-item-cases.ts';
import { convertSource } from '../upload/convert-source.ts';
import { probeSource } from '../upload/probe-source.ts';
import { quoted } from '../upload/printable.ts';
import { MAX_EXAMPLES, MAX_VALUE_LENGTH } from '../upload/row-problems.ts';
import type { RowProblem } from '../upload/row-problems.ts';
import { InvalidRowsError, NoRowsError } from '../upload/source-errors.ts';
import { prefixSplitter } from './split-prefix.ts';
import { UnknownItemCounter } from './unknown-items.ts';
import type { UnknownItems } from './unknown-items.ts';

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
  /** What the vocabulary does not hold of the prefixes' items, and of the targets. */
  readonly unknown: { readonly prefixes: UnknownItems; readonly targets: UnknownItems };
}

/** Stands for an item that the vocabulary does not hold. */
const UNKNOWN_ITEM = 0xffff_ffff;

/**
 * Reads ready-made cases: a file with the columns prefix (SKUs in time order) and target (the SKU that came next).
 *
 * The SKUs of a prefix have white space between them, or are a bracketed list: `a b`, `["hat red", b]`. The list is
 * needed only where SKUs that hold white space leave more than one way to divide a prefix.
 *
 * @throws SourceError of any kind, as in `uploadDataset`; NoRowsError if there are no cases; InvalidRowsError for
 *   prefixes that can be divided in more than one way.
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
    const split = prefixSplitter(vocabulary);
    const ambiguous: { row: number; text: string }[] = [];
    const unknownInPrefixes = new UnknownItemCounter();
    const unknownTargets = new UnknownItemCounter();
    const chunks = engine.chunks(
      `reading ${path}`,
      `SELECT prefix, target FROM read_parquet(${fileLiteral(parquet)}, file_row_number = true) ORDER BY file_row_number`,
    );
    for await (const chunk of chunks) {
      const prefix = chunk.getColumnVector(0);
      const target = chunk.getColumnVector(1);
      for (let row = 0; row < chunk.rowCount; row++) {
        const text = String(prefix.getItem(row));
        const skus = split(text);
        if (skus === undefined) ambiguous.push({ row: targets.length + 1, text });
        for (const sku of skus ?? []) {
          const item = indexOf.get(sku);
          if (item === undefined) unknownInPrefixes.add(sku);
          items.push(item ?? UNKNOWN_ITEM);
        }
        ends.push(items.length);
        const next = String(target.getItem(row));
        const item = indexOf.get(next) ?? indexOf.get(next.trim());
        if (item === undefined) unknownTargets.add(next.trim());
        targets.push(item ?? -1);
      }
    }
    if (targets.length === 0) throw new NoRowsError(NEXT_ITEM_CASES_TABLE.name, path);
    if (ambiguous.length > 0) {
      throw new InvalidRowsError(NEXT_ITEM_CASES_TABLE.name, path, [ambiguity(ambiguous)]);
    }
    return {
      sessions: { offsets: Uint32Array.from(ends), items: Uint32Array.from(items) },
      targets: Int32Array.from(targets),
      unknown: { prefixes: unknownInPrefixes.list(), targets: unknownTargets.list() },
    };
  });
}

function ambiguity(found: readonly { readonly row: number; readonly text: string }[]): RowProblem {
  return {
    kind: 'ambiguous_prefix',
    column: 'prefix',
    count: found.length,
    expected:
      'SKUs of the data hold spaces, so that it can be divided in more than one way; write it as a list: ["hat red", "belt"]',
    place: 'row',
    examples: found.slice(0, MAX_EXAMPLES).map(({ row, text }) => ({
      line: row,
      value: quoted(text.slice(0, MAX_VALUE_LENGTH)),
      rows: 1,
      lines: [row],
    })),
  };
}

import { NULL_TEXTS } from '@lf/expectations';
import type { DrawnFile } from './draw-file.ts';

/** What pandas reads, as texts and as the types that it finds. */
export interface PandasTable {
  readonly names: readonly string[];
  readonly texts: readonly (readonly (string | null)[])[];
  readonly types: readonly string[];
  readonly values: readonly (readonly (string | boolean | null)[])[];
}

/** What we read: cells of rows, and types by column. */
export interface OurTable {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const NUMBERS = /^(BIGINT|HUGEINT|DOUBLE|DECIMAL)/;
/** Numbers to pandas whose text says more than the number: ours stay texts. */
const MORE_THAN_A_NUMBER = /^\s*([+-]?0[0-9]|\+|-0$|[0-9.]+[eE]|-?[0-9]{16,}|[+-]?inf)/i;

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** The cells as they were written, missing ones as null. */
function cellsOf({ rows }: DrawnFile): (string | null)[][] {
  return rows.map((row) => row.map((cell) => (NULL_TEXTS.includes(cell) ? null : cell)));
}

/** How texts differ from those written; null where they do not. */
export function differsFromWritten(file: DrawnFile, ours: OurTable): string | null {
  const written = cellsOf(file);
  return same(written, ours.rows)
    ? null
    : `written ${JSON.stringify(written)}, read ${JSON.stringify(ours.rows)}`;
}

/** How our types and typed values differ from those of pandas; null where they do not. */
export function differsInTypes(
  { names }: DrawnFile,
  ours: OurTable,
  theirs: PandasTable,
): string | null {
  for (const [at, name] of names.entries()) {
    const [type = '', pandas = ''] = [ours.types[at], theirs.types[at]];
    const texts = theirs.texts.map((row) => row[at] ?? null).filter((text) => text !== null);
    if (texts.length === 0) continue;
    const isNumber = /^(u?int|float)/.test(pandas);
    if (NUMBERS.test(type)) {
      const isWide = type === 'HUGEINT' || type.startsWith('DECIMAL');
      if (!isNumber && !isWide) return `${name}: ${type}, pandas has ${pandas}`;
      const wrong = theirs.values[at]?.findIndex((value, row) => {
        const mine = ours.rows[row]?.[at] ?? null;
        return value === null || mine === null ? value !== mine : Number(value) !== Number(mine);
      });
      if (wrong !== undefined && wrong >= 0) {
        const pair = [ours.rows[wrong]?.[at], theirs.values[at]?.[wrong]];
        return `${name}, row ${wrong}: ${pair.map(String).join(', pandas has ')} (${type}, ${pandas})`;
      }
    } else if (type === 'BOOLEAN') {
      const mine = ours.rows.map((row) => row[at] ?? null);
      if (!same(mine, theirs.values[at])) return `${name}: other booleans`;
    } else if (isNumber && !texts.some((text) => MORE_THAN_A_NUMBER.test(text))) {
      return `${name}: ${type}, pandas has ${pandas}`;
    }
  }
  return null;
}

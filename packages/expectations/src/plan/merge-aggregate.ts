import { UnmergeableMetricError } from '../errors.ts';

/** An aggregate over a union, taken apart: aggregates of each partition, and what to make of them. */
export interface MergedAggregate {
  /** One aggregate each, over the rows of one partition. */
  readonly parts: readonly string[];
  /** The value over all rows; `columns` hold the parts, a row per partition, in the table `from`. */
  readonly whole: (columns: readonly string[], from: string) => string;
}

/** Distinct values that one partition hands over at most: what fits into memory many times. */
const MOST_DISTINCT = 100_000;

const summed = (call: string): MergedAggregate => ({
  parts: [call],
  whole: ([part = '']) => `sum(${part})`,
});

/** How an aggregate function merges; `args` is what stands in its brackets, `filter` what follows them. */
const RULES: Readonly<
  Record<string, (call: string, args: string, filter: string) => MergedAggregate>
> = {
  count: (call, args, filter) => {
    const distinct = /^DISTINCT\s+(.*)$/is.exec(args)?.[1];
    if (distinct === undefined) return summed(call);
    const tooMany = `error('More than ${MOST_DISTINCT} distinct values in one partition: cannot merge them. Check the union of the partitions with validate.')`;
    return {
      parts: [
        `CASE WHEN ${call} > ${MOST_DISTINCT} THEN ${tooMany} ELSE list(DISTINCT ${distinct})${filter} END`,
      ],
      whole: ([values = '']) => `coalesce(len(list_distinct(flatten(list(${values})))), 0)`,
    };
  },
  count_if: summed,
  sum: summed,
  min: (call) => ({ parts: [call], whole: ([part = '']) => `min(${part})` }),
  max: (call) => ({ parts: [call], whole: ([part = '']) => `max(${part})` }),
  avg: (_, args, filter) => ({
    parts: [`sum(${args})${filter}`, `count(${args})${filter}`],
    whole: ([sum = '', count = '']) => `(CAST(sum(${sum}) AS DOUBLE) / nullif(sum(${count}), 0))`,
  }),
  // Chan, Golub, LeVeque (1979): squares within the partitions and between their means.
  stddev_samp: (_, args, filter) => ({
    parts: [
      `count(${args})${filter}`,
      `avg(${args})${filter}`,
      `var_pop(${args})${filter} * count(${args})${filter}`,
    ],
    whole: ([n = '', mean = '', squares = ''], from) => {
      const overall = `(SELECT sum(${n} * ${mean}) / sum(${n}) FROM ${from})`;
      const between = `sum(${n} * (${mean} - ${overall}) ** 2)`;
      return `sqrt((sum(${squares}) + ${between}) / CASE WHEN sum(${n}) > 1 THEN sum(${n}) - 1 END)`;
    },
  }),
};

/** Functions of values, not of rows: they are applied to what has been merged. */
const SCALARS = ['cast', 'coalesce', 'nullif', 'abs', 'round', 'sqrt'];

/** The position after the bracket that closes the one before `from`; texts and names are passed over. */
function closing(sql: string, from: number): number {
  let depth = 1;
  for (let at = from; at < sql.length; at++) {
    const letter = sql[at];
    if (letter === "'" || letter === '"') at = sql.indexOf(letter, at + 1);
    else if (letter === '(') depth++;
    else if (letter === ')' && --depth === 0) return at + 1;
    if (at < 0) break;
  }
  throw new UnmergeableMetricError(sql);
}

/**
 * Takes an aggregate expression apart: counts, sums, least and greatest values, means, deviations and
 * small sets of distinct values merge exactly, and so does arithmetic with them.
 * Throws UnmergeableMetricError for any other.
 */
export function mergeAggregate(sql: string): MergedAggregate {
  const parts: string[] = [];
  /** Literal SQL, or what comes of parts from `first` on. */
  const pieces: (string | { readonly first: number; readonly merged: MergedAggregate })[] = [];
  let rest = 0;
  for (const { 0: found, 1: name = '', index } of sql.matchAll(/([a-z_]+)\(/gi)) {
    if (index < rest || SCALARS.includes(name.toLowerCase())) continue;
    const rule = RULES[name.toLowerCase()];
    if (rule === undefined) throw new UnmergeableMetricError(sql);
    const inside = index + found.length;
    let end = closing(sql, inside);
    const args = sql.slice(inside, end - 1);
    const filterStart = /^\s*FILTER\s*\(/i.exec(sql.slice(end))?.[0];
    const afterArgs = end;
    if (filterStart !== undefined) end = closing(sql, end + filterStart.length);
    const merged = rule(sql.slice(index, end), args, sql.slice(afterArgs, end));
    pieces.push(sql.slice(rest, index), { first: parts.length, merged });
    parts.push(...merged.parts);
    rest = end;
  }
  pieces.push(sql.slice(rest));
  const outside = pieces.filter((piece) => typeof piece === 'string').join(' ');
  if (parts.length === 0 || /["']|\bOVER\b/i.test(outside)) throw new UnmergeableMetricError(sql);
  return {
    parts,
    whole: (columns, from) =>
      pieces
        .map((piece) =>
          typeof piece === 'string'
            ? piece
            : piece.merged.whole(
                columns.slice(piece.first, piece.first + piece.merged.parts.length),
                from,
              ),
        )
        .join(''),
  };
}

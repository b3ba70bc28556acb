import { identifier, literal } from '../../engine/sql.ts';
import { UnknownColumnError } from '../import-errors.ts';
import { columnName } from '../read/open-input.ts';
import type { Input } from '../read/open-input.ts';
import type { FieldRule, SourceMap } from './import-map.ts';

/** What stands around a value by mistake: white space, also the one without a break, and byte order marks. */
const AROUND = ' \t\r\n\ufeff\u00a0';

/** The SQL of one file's fields. */
export interface FieldSql {
  /** The rows, with members of lists as rows of their own where the map takes each of them. */
  readonly rows: string;
  /** Whether a row is one at all. */
  readonly isRow: string;
  /** A value as trimmed text, NULL if it is empty or means nothing; of a rule that is not there NULL. */
  text(rule: FieldRule | undefined, key: string): string;
}

/** One part of a way into JSON: a key, or the entry with a key of a list of entries. */
type Step = { readonly key: string } | { readonly entry: string };

/**
 * @param rows SQL of the file's rows as they were read
 * @throws UnknownColumnError by `text` and for lists
 */
export function fieldSql(input: Input, source: SourceMap, rows: string): FieldSql {
  const lists = [source.each ?? []].flat();
  const members: { readonly path: string; readonly column: string }[] = [];

  const json = (path: string, key: string): string => {
    const member = members.findLast((each) => path.startsWith(`${each.path}.`));
    if (member !== undefined) {
      return extracted(identifier(member.column), stepsOf(path.slice(member.path.length + 1)));
    }
    if (input.format === 'json') {
      const value = extracted('json', stepsOf(path));
      return path.includes('.')
        ? `coalesce(${value}, ${extracted('json', [{ key: path }])})`
        : value;
    }
    const [first, ...others] = stepsOf(path);
    const column = first && 'key' in first ? first.key : '';
    return extracted(`to_json(${identifier(found(input, column, key))})`, others);
  };

  let expanded = rows;
  lists.forEach((path, at) => {
    const column = `lf_member_${at}`;
    if (input.format === 'csv') {
      throw new UnknownColumnError(input.path, { column: path, key: 'each', columns: input.names });
    }
    const list = json(path, 'each');
    expanded = `(SELECT *, unnest(CASE json_type(${list})
      WHEN 'ARRAY' THEN CASE WHEN json_array_length(${list}) > 0 THEN json_extract(${list}, '$[*]') ELSE [NULL::JSON] END
      WHEN 'OBJECT' THEN [${list}] ELSE [NULL::JSON] END) AS ${identifier(column)} FROM ${expanded})`;
    members.push({ path, column });
  });

  const column = (name: string, key: string): string => {
    if (input.format === 'csv') {
      const places = input.names.flatMap((each, at) => (each === name ? [at] : []));
      const [at] = places;
      if (at === undefined || places.length > 1) {
        throw new UnknownColumnError(input.path, { column: name, key, columns: input.names });
      }
      return identifier(columnName(at));
    }
    if (input.format === 'parquet' && input.columns.some((each) => each.name === name)) {
      return `${identifier(name)}::VARCHAR`;
    }
    return `json_extract_string(${json(name, key)}, '$')`;
  };

  const nothing = source.empty ?? [];
  const filled = (value: string): string => {
    const text = `nullif(${trimmed(value)}, '')`;
    return nothing.length === 0
      ? text
      : `CASE WHEN ${text} NOT IN (${nothing.map(literal).join(', ')}) THEN ${text} END`;
  };
  return {
    rows: expanded,
    isRow: input.format === 'json' ? "coalesce(json_type(json) = 'OBJECT', false)" : 'true',
    text(rule, key) {
      if (rule === undefined) return 'NULL::VARCHAR';
      if (typeof rule === 'object' && 'constant' in rule) return literal(rule.constant);
      const names = [rule].flat();
      const known = input.format === 'json' ? names : presentOf(input, names, key);
      return `coalesce(${known.map((name) => filled(column(name, key))).join(', ')}, NULL)`;
    },
  };
}

/** Most values have nothing around them, and finding that out is three times as fast as trimming. */
function trimmed(value: string): string {
  const isWrapped = `regexp_matches(${value}, ${literal(`^[${AROUND}]|[${AROUND}]$`)})`;
  return `CASE WHEN ${isWrapped} THEN trim(${value}, ${literal(AROUND)}) ELSE ${value} END`;
}

/** Of several columns those that the file has; of one, that one, so that its absence is told. */
function presentOf(
  input: Exclude<Input, { format: 'json' }>,
  names: readonly string[],
  key: string,
): readonly string[] {
  const columns = input.format === 'csv' ? input.names : input.columns.map(({ name }) => name);
  const present = names.filter(
    (name) =>
      columns.includes(name) ||
      (input.format === 'parquet' && columns.includes(/^[^.[]*/.exec(name)?.[0] ?? '')),
  );
  const [first = ''] = names;
  if (present.length === 0)
    throw new UnknownColumnError(input.path, { column: first, key, columns });
  return present;
}

function found(input: Input, column: string, key: string): string {
  const columns = input.format === 'parquet' ? input.columns.map(({ name }) => name) : [];
  if (!columns.includes(column)) {
    throw new UnknownColumnError(input.path, { column, key, columns });
  }
  return column;
}

/** `items[a].b` -> the key items, the entry a, the key b */
function stepsOf(path: string): readonly Step[] {
  return path.split('.').flatMap((part): Step[] => {
    const [, key = part, entry] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(part) ?? [];
    return entry === undefined ? [{ key }] : [{ key }, { entry }];
  });
}

function extracted(value: string, steps: readonly Step[]): string {
  return steps.reduce(
    (from, step) =>
      'key' in step
        ? `json_extract(${from}, ${jsonPath(step.key)})`
        : `list_filter(json_extract(${from}, '$[*]'), lambda entry: json_extract_string(entry, '$.key') = ${literal(step.entry)})[1]`,
    value,
  );
}

/** A key as a way of DuckDB into JSON. */
function jsonPath(key: string): string {
  return literal(`$."${key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
}

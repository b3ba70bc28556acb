import { BUILT_IN, DRIFT } from '../../src/index.ts';
import type { Expectation } from '../../src/index.ts';
import type { Draws } from './draws.ts';
import { hostileNumber, hostileText, hostileValue, NAMES } from './hostile-values.ts';
import { randomCondition, randomExpression } from './random-expression.ts';

type Json = Readonly<Record<string, unknown>>;

const EXPECTATIONS: readonly Expectation[] = [...BUILT_IN, ...DRIFT];

const PATTERNS = [
  ...[
    '^a',
    'x|y',
    '^[^\\W_]+$',
    '(a+)+$',
    '(?=a)b',
    '(?P<n>a)(?P=n)',
    '(?x) a # b',
    '\\p{L}+',
    '[',
    '(?i)A',
  ],
  ...[
    'a{1,5000}',
    '(((((((((a)))))))))',
    '\\',
    '(?',
    '[[:alpha:]]',
    '%Y-%m-%d',
    '%',
    'x%',
    '_',
    '[a-',
    '\\b\\w',
  ],
] as const;

const SCHEMAS = [
  ...[
    true,
    {},
    { type: 'object' },
    { $ref: '#' },
    { $ref: '#/nowhere' },
    { pattern: '(a+)+$' },
    { type: 7 },
  ],
  { type: 'array', items: { $ref: '#' } },
  { properties: { ['__proto__']: { type: 'string' } }, required: ['__proto__'] },
  { $id: 'http://127.0.0.1/x', format: 'email', prefixItems: [] },
] as const;

const QUERIES = [
  ...[
    'SELECT * FROM {batch}',
    'SELECT * FROM {batch} WHERE a > 1',
    'SELECT 1',
    'SELECT',
    '',
    'DROP TABLE batch',
  ],
  ...[
    "SELECT * FROM read_text('/etc/hostname')",
    'SELECT * FROM {batch}; SELECT 1',
    'SELECT a / 0 FROM {batch}',
  ],
  ...[
    'SELECT error(a) FROM {batch}',
    'SELECT CAST(a AS INTEGER) FROM {batch}',
    'WITH t AS (SELECT 1) SELECT * FROM t',
  ],
  ...[
    'SELECT repeat(a, 100000) FROM {batch}',
    'SELECT {batch}.* FROM {batch} -- {batch}',
    "ATTACH 'x'",
    'PIVOT {batch} ON a',
  ],
  `SELECT ${'('.repeat(2000)}1${')'.repeat(2000)}`,
  `SELECT * FROM {batch} WHERE a IN (${Array.from({ length: 20_000 }, (_, at) => at).join(', ')})`,
] as const;

const REFERENCES = [
  {
    kind: 'numbers',
    unit: 'number',
    count: 2,
    missing: 0,
    isExact: true,
    points: [1, 2],
    below: [0, 1],
    upTo: [1, 2],
  },
  {
    kind: 'categories',
    count: 2,
    missing: 0,
    values: ['x', '__proto__'],
    counts: [1, 1],
    other: 0,
  },
  {
    kind: 'numbers',
    unit: 'number',
    count: -1,
    missing: 1e300,
    isExact: true,
    points: [0],
    below: [5],
    upTo: [1],
  },
  { rows: 2, columns: { ['__proto__']: { kind: 'categories' } } },
  { columns: { a: { columns: { a: 1 } } } },
] as const;

/** What a kwarg of this name usually holds; undefined where its schema says enough. */
function byName(draws: Draws, name: string, columns: readonly string[]): unknown {
  if (/^column(_[AB])?$/.test(name)) return draws.pick(columns);
  if (/^column_(list|set)$/.test(name))
    return draws.times(1 + draws.below(3), () => draws.pick(columns));
  if (/regex|pattern|format/.test(name)) {
    return name.endsWith('_list')
      ? draws.times(2, () => draws.pick(PATTERNS))
      : draws.pick(PATTERNS);
  }
  if (name === 'json_schema') return draws.pick(SCHEMAS);
  if (name.endsWith('query')) return draws.pick(QUERIES);
  if (name === 'reference') return draws.pick(REFERENCES);
  if (/type_/.test(name) && draws.chance(0.7)) {
    return name.endsWith('list')
      ? ['int64', 'str']
      : draws.pick(['int64', 'object', 'VARCHAR', 'LongType']);
  }
  if (/^(other_table_name|comparison_data_source_name)$/.test(name))
    return draws.pick(['other', 'none']);
  return undefined;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that fits a schema, nearly always. */
function fitting(draws: Draws, schema: unknown): unknown {
  if (!isJson(schema)) return hostileValue(draws);
  const { anyOf, enum: choices, type, items, properties } = schema;
  if (Array.isArray(anyOf))
    return fitting(draws, draws.pick<unknown>(draws.chance(0.8) ? anyOf.slice(0, 1) : anyOf));
  if (Array.isArray(choices)) return draws.pick<unknown>(choices);
  switch (Array.isArray(type) ? draws.pick<unknown>(type) : type) {
    case 'string':
      return draws.chance(0.5) ? draws.pick(['x', 'a', '2020-01-02', '5']) : hostileText(draws);
    case 'integer':
      return draws.chance(0.7) ? draws.below(30) : hostileNumber(draws);
    case 'number':
      return draws.chance(0.7) ? draws.pick([0, 0.5, 1, 0.9, 3]) : hostileNumber(draws);
    case 'boolean':
      return draws.chance(0.5);
    case 'array':
      return draws.times(draws.below(4), () => fitting(draws, items));
    case 'object':
      return Object.fromEntries(
        Object.entries(isJson(properties) ? properties : {})
          .filter(() => draws.chance(0.9))
          .map(([key, each]) => [key, fitting(draws, each)]),
      );
    case 'null':
      return null;
    default:
      return hostileValue(draws);
  }
}

const STRAY = [
  ...[
    'catch_exceptions',
    'include_config',
    'parse_strings_as_datetimes',
    'allow_cross_type_comparisons',
  ],
  ...[
    'output_strftime_format',
    'auto',
    'meta',
    'windows',
    '__proto__',
    'constructor',
    'mostly',
    'x'.repeat(5000),
  ],
] as const;

function randomKwargs(draws: Draws, { kwargs }: Expectation, columns: readonly string[]): Json {
  const { properties, required } = kwargs;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const given: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(isJson(properties) ? properties : {})) {
    if (draws.chance(needed.includes(name) ? 0.01 : 0.5)) continue;
    if (draws.chance(0.02)) given.push([name, hostileValue(draws)]);
    else if (draws.chance(0.03)) given.push([name, { $PARAMETER: randomExpression(draws) }]);
    else given.push([name, byName(draws, name, columns) ?? fitting(draws, schema)]);
  }
  if (draws.chance(0.35)) given.push(['row_condition', randomCondition(draws, columns)]);
  if (draws.chance(0.2))
    given.push(['condition_parser', draws.pick(['pandas', 'spark', 'great_expectations', 'x', 3])]);
  if (draws.chance(0.2)) given.push(['result_format', randomFormat(draws, columns)]);
  if (draws.chance(0.08))
    given.push([draws.pick(STRAY), draws.chance(0.5) ? true : hostileValue(draws)]);
  return Object.fromEntries(given);
}

/** A result format in either form, nearly always right. */
export function randomFormat(draws: Draws, columns: readonly string[]): unknown {
  const name = draws.pick(['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE', 'COMPLETE']);
  if (draws.chance(0.5)) return name;
  return {
    result_format: draws.chance(0.97) ? name : hostileValue(draws),
    partial_unexpected_count: draws.pick([0, 1, 20, 1e9]),
    ...(draws.chance(0.4) && { unexpected_index_column_names: [draws.pick(columns)] }),
    ...(draws.chance(0.3) && { include_unexpected_rows: true }),
  };
}

function randomExpectation(draws: Draws, columns: readonly string[]): unknown {
  const expectation = draws.pick(EXPECTATIONS);
  const named = draws.chance(0.98) ? expectation.type : hostileText(draws);
  return {
    [draws.chance(0.8) ? 'type' : 'expectation_type']: named,
    kwargs: draws.chance(0.98) ? randomKwargs(draws, expectation, columns) : hostileValue(draws),
    ...(draws.chance(0.2) && {
      severity: draws.chance(0.9)
        ? draws.pick(['critical', 'warning', 'info'])
        : hostileValue(draws),
    }),
    ...(draws.chance(0.15) && { meta: hostileValue(draws) }),
    ...(draws.chance(0.15) && { notes: draws.pick([hostileText(draws), [hostileText(draws)], 7]) }),
    ...(draws.chance(0.15) && { description: hostileText(draws) }),
    ...(draws.chance(0.15) && { id: hostileText(draws) }),
    ...(draws.chance(0.01) && { [draws.pick(NAMES)]: 1 }),
  };
}

/** A suite of any expectations, most of them right. */
function generated(draws: Draws, columns: readonly string[]): unknown {
  return {
    [draws.chance(0.8) ? 'name' : 'expectation_suite_name']: draws.chance(0.6)
      ? 'shop'
      : hostileText(draws),
    expectations: draws.times(draws.pick([1, 1, 2, 6]), () => randomExpectation(draws, columns)),
    ...(draws.chance(0.3) && { suite_parameters: randomParameters(draws) }),
    ...(draws.chance(0.1) && { meta: hostileValue(draws) }),
    ...(draws.chance(0.02) && { [draws.pick(NAMES)]: hostileValue(draws) }),
  };
}

/** Values for parameters by name. */
export function randomParameters(draws: Draws): Json {
  return {
    rows: draws.pick([1, 30, '7', 2n ** 70n]),
    limit: 50,
    least: 3,
    start: '2020-01-01',
    ...(draws.chance(0.4) && { [draws.pick(NAMES)]: hostileValue(draws) }),
  };
}

/** The same value with one part of it, wherever it is, changed. */
function mutated(draws: Draws, value: unknown): unknown {
  if (draws.chance(0.12)) return hostileValue(draws);
  if (Array.isArray(value) && value.length > 0) {
    const at = draws.below(value.length);
    if (draws.chance(0.1)) return value.filter((_, each) => each !== at);
    return value.map((each: unknown, position) => (position === at ? mutated(draws, each) : each));
  }
  if (!isJson(value) || Object.keys(value).length === 0) return hostileValue(draws);
  const chosen = draws.pick(Object.keys(value));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => {
      if (key !== chosen) return [[key, held]];
      if (draws.chance(0.05)) return [];
      return [[draws.chance(0.04) ? draws.pick(NAMES) : key, mutated(draws, held)]];
    }),
  );
}

/** A suite of expectations drawn at random, or a saved one that somebody hurt. */
export function randomSuite(
  draws: Draws,
  columns: readonly string[],
  saved: readonly unknown[],
): unknown {
  if (draws.chance(0.75)) return generated(draws, columns);
  let suite: unknown = draws.pick(saved);
  for (let changes = draws.pick([1, 1, 3]); changes > 0; changes--) suite = mutated(draws, suite);
  return suite;
}

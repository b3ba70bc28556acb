import type { Draws } from './draws.ts';
import { hostileText, hostileValue } from './hostile-values.ts';

/** Pieces of conditions and parameters: what fits, and what does not. */
const PIECES = [
  ...[
    'a',
    'b',
    'price',
    '`a b`',
    'col("a")',
    'col(a)',
    'None',
    'null',
    'True',
    'false',
    '1',
    '1.5e3',
  ],
  ...[
    '9007199254740993',
    '1e999',
    '"x"',
    "'y'",
    "r'\\d'",
    '"2020-01-01"',
    '[1, 2]',
    '(1, 2)',
    '[]',
  ],
  ...[
    '==',
    '=',
    '!=',
    '<>',
    '<',
    '<=',
    '>',
    '>=',
    'in',
    'not in',
    'is null',
    'is not null',
    'like',
  ],
  ...[
    'between',
    'and',
    'or',
    'not',
    '&',
    '|',
    '~',
    '&&',
    '||',
    '!',
    '+',
    '-',
    '*',
    '/',
    '//',
    '%',
    '**',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    ',',
    '.',
    ':',
    '@',
    '^',
    '.isnull()',
    '.str.len()',
    '.str.contains("(a+)+$")',
  ],
  ...[
    '.isin([1])',
    '.dt.year',
    '.str[0:2]',
    '.str[-1]',
    'abs(a)',
    'sqrt(a)',
    'now()',
    'PI',
    'e',
    'exp',
  ],
  ...[
    'datetime(2020, 1, 31)',
    'timedelta(days=1)',
    'timedelta(weeks=1e300)',
    'rows',
    'limit',
    'urn:x',
  ],
  ...[
    'datetime(2020, 2, 30)',
    'round(2.5)',
    'start',
    '1 / 0',
    '2 ** 10000',
    '0 ** -1',
    '1 // 0',
    '"',
  ],
] as const;

/** Shapes that grow: brackets, chains and lists of thousands. */
function grown(draws: Draws): string {
  const count = draws.pick([50, 101, 990, 5000, 40_000]);
  switch (draws.below(9)) {
    case 0:
      return `${'('.repeat(count)}a == 1${')'.repeat(count)}`;
    case 1:
      return `${'not '.repeat(count)}a == 1`;
    case 2:
      return `a${' + 1'.repeat(count)} > 0`;
    case 3:
      return `a == 1${draws.pick([' and', ' or'])} a == 2`.repeat(1) + ' or a == 3'.repeat(count);
    case 4:
      return `a in [${draws.times(count, (at) => String(at)).join(', ')}]`;
    case 5:
      return `a${'.abs()'.repeat(count)} > 0`;
    case 6:
      return `${'-'.repeat(count)}1`;
    case 7:
      return `2${' ** 2'.repeat(count)}`;
    default:
      return `${'1 < '.repeat(count)}a`;
  }
}

/** A text that may be a condition or an expression of parameters. */
export function randomExpression(draws: Draws): string {
  if (draws.chance(0.04)) return grown(draws);
  if (draws.chance(0.05)) return hostileText(draws);
  const space = draws.pick([' ', '', '  ']);
  return draws.times(1 + draws.below(9), () => draws.pick(PIECES)).join(space);
}

/** A condition that fits, in one of its forms, around columns that may be there. */
function plainCondition(draws: Draws, columns: readonly string[]): unknown {
  const name = draws.pick(columns);
  const sign = draws.pick(['==', '!=', '<', '<=', '>', '>=']);
  const value = draws.pick(['1', '0.5', '"x"', 'True', '"2020-01-02"']);
  switch (draws.below(6)) {
    case 0:
      return `\`${name}\` ${sign} ${value}`;
    case 1:
      return `col("${name}") ${sign} ${value}`;
    case 2:
      return `\`${name}\`${draws.pick(['.isnull()', '.notnull()', ' is null', ' in [1, 2, "x"]'])}`;
    case 3:
      return { type: 'comparison', column: { name }, operator: sign, parameter: 1 };
    case 4:
      return { type: 'nullity', column: { name }, is_null: draws.chance(0.5) };
    default:
      return {
        type: draws.pick(['and', 'or']),
        conditions: draws.times(2, () => plainObject(draws, name)),
      };
  }
}

function plainObject(draws: Draws, name: string): unknown {
  return draws.chance(0.5)
    ? { type: 'nullity', column: { name }, is_null: draws.chance(0.5) }
    : {
        type: 'comparison',
        column: { name },
        operator: draws.pick(['==', 'IN', 'NOT_IN', '<']),
        parameter: draws.pick([1, 'x', [1, 2], ['x', null]]),
      };
}

/** A row condition of any form, right or wrong. */
export function randomCondition(draws: Draws, columns: readonly string[]): unknown {
  if (draws.chance(0.6)) return plainCondition(draws, columns);
  if (draws.chance(0.7)) return randomExpression(draws);
  if (draws.chance(0.5))
    return { type: 'pass_through', pass_through_filter: randomExpression(draws) };
  return hostileValue(draws);
}

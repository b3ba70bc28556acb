import { LongDecimal } from '../../src/index.ts';
import type { Draws } from './draws.ts';

/** What closes tags and attributes; `lf-mark` is no element of a page of ours. */
const MARKUP = [
  '<lf-mark onload=x>',
  '"><lf-mark>',
  "' onmouseover='lf-mark",
  '</title></style></script><lf-mark>',
  '<script>lf-mark</script>',
  '<!-- lf-mark',
  ']]><lf-mark>',
  'javascript:lf-mark',
  '&lt;lf-mark&gt;',
] as const;

/** Texts that somebody may take for something else. */
const TEXTS = [
  ...MARKUP,
  ...[
    '',
    ' ',
    'a',
    'é',
    '👟',
    '\ud83d',
    '\u0000',
    '\u001b[31mred',
    '\u202eabc',
    '\n',
    '\r\n',
    '\t',
  ],
  ...['__proto__', 'constructor', 'toString', 'NaN', 'null', 'None', 'nan', 'Infinity', '-inf'],
  ...['1', '1.5', '-0', '1e999', '1e-400', '9007199254740993', '2144415922528452715', '0x1F'],
  ...['2020-01-01', '2020-13-45', '2020-01-01 00:30:00+05:30', '01/02/2020', '9999999-01-01'],
  ...[
    "'; DROP TABLE batch; --",
    '"',
    "'",
    '`',
    '\\',
    '%',
    '_',
    '$PARAMETER',
    '{batch}',
    '[',
    '((((',
  ],
  '\u0000'.repeat(1000),
  '"'.repeat(5000),
  'long '.repeat(20_000),
] as const;

const NUMBERS = [
  ...[0, -0, 1, -1, 2, 0.1, 0.5, 1.5, 20, 50, 1e-320, 5e-324, 1e15, 1e16, 1e21, 1e300, -1e308],
  ...[2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 2 ** 64, Number.MAX_VALUE, Infinity, -Infinity, NaN],
] as const;

const LONG_NUMBERS = [
  ...[2144415922528452715n, -(2n ** 63n), 2n ** 64n, 2n ** 127n, -(2n ** 200n), 10n ** 60n],
  ...[
    new LongDecimal('12345678901234567.89'),
    new LongDecimal('1e999'),
    new LongDecimal('-0.1e-500'),
  ],
] as const;

/** Names that objects inherit, that look like markup, or that nobody can read. */
export const NAMES = [
  ...[
    'a',
    'b',
    'id',
    'price',
    'day',
    'state',
    'A',
    'a b',
    'a"b',
    "a'b",
    'a`b',
    'é',
    ' ',
    '1',
    'and',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'batch', 'select', '*'],
  ...MARKUP.slice(0, 4),
  'n'.repeat(3000),
] as const;

function nested(draws: Draws): unknown {
  let value: unknown = 1;
  const isList = draws.chance(0.5);
  for (let levels = draws.pick([3, 150, 250, 20_000]); levels > 0; levels--) {
    value = isList ? [value] : { a: value };
  }
  return value;
}

/** Any value that JSON, or a program, may hand over. */
export function hostileValue(draws: Draws, levels = 3): unknown {
  switch (draws.below(levels > 0 ? 12 : 6)) {
    case 0:
    case 1:
      return draws.pick(TEXTS);
    case 2:
      return draws.pick(NUMBERS);
    case 3:
      return draws.pick(LONG_NUMBERS);
    case 4:
      return draws.pick([true, false, null, undefined]);
    case 5:
      return draws.chance(0.1) ? new Date(draws.pick([0, 1e12, -1e13])) : draws.pick(TEXTS);
    case 6:
    case 7:
      return draws.times(draws.below(4), () => hostileValue(draws, levels - 1));
    case 8:
      return Object.fromEntries(
        draws.times(draws.below(3), () => [draws.pick(NAMES), hostileValue(draws, levels - 1)]),
      );
    case 9:
      return draws.chance(0.15) ? nested(draws) : [draws.pick(NUMBERS)];
    case 10:
      return draws.chance(0.1)
        ? draws.times(draws.pick([1000, 30_000]), (at) => (at % 7 === 0 ? `t${at}` : at))
        : { $PARAMETER: draws.pick(TEXTS) };
    default:
      return { type: draws.pick(TEXTS), conditions: [hostileValue(draws, levels - 1)] };
  }
}

export function hostileText(draws: Draws): string {
  return draws.pick(TEXTS);
}

export function hostileNumber(draws: Draws): unknown {
  return draws.chance(0.8) ? draws.pick(NUMBERS) : draws.pick(LONG_NUMBERS);
}

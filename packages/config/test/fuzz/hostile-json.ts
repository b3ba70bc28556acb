import fc from 'fast-check';

/** What breaks a reader that trusts JSON: nesting, size, numbers past a double, foreign signs. */
const HOSTILE = [
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  `[${'1,'.repeat(20_000)}1]`,
  `["${'a'.repeat(100_000)}"]`,
  `"${'x'.repeat(100_000)}"`,
  ...['1e999', '-1e999', '-0', '9007199254740993', '1e-400', '0.1', '1.0', '5', '1e0', '1E400'],
  ...['null', 'true', '""', '[]', '{}', '[0,0]', '[[]]', '"\\u0000\\u001b[31m"', '"\\ud800"'],
  ...['"linear"', '{"__proto__":{"COUNT":3}}', '[254,255]', '[1e999]', '"NaN"', '[0,1]', '7'],
];

const KEYS = [
  ...['COUNT', 'RATE', 'DECAY', 'IDF', 'CUTS', 'cuont', 'RATES', '', ' ', 'a/b', 'a~1b', '~0'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0', '\\u0000\\n'],
  'k'.repeat(50_000),
];

const values = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.json() },
);
const written = fc
  .tuple(fc.constantFrom(...KEYS), values)
  .map(([key, value]) => `"${key}":${value}`);
const right = fc.constantFrom(
  ...['"COUNT":5', '"RATE":1e0', '"DECAY":"linear"', '"IDF":false', '"CUTS":[7,0]', '"CUTS":[]'],
);
const member = fc.oneof({ weight: 2, arbitrary: right }, { weight: 1, arbitrary: written });
const object = fc
  .array(member, { maxLength: 8 })
  .map((members) => `{${[...new Set(members)].join(',')}}`);
const crowd = fc
  .nat(5_000)
  .map((count) => `{${Array.from({ length: count }, (_, at) => `"k${at}":${at}`).join(',')}}`);

/** Texts of which most are JSON, and some are a config with COUNT, RATE, DECAY, IDF and CUTS. */
export const hostileJson: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: object },
      { weight: 1, arbitrary: values },
      { weight: 1, arbitrary: crowd },
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(), fc.string({ maxLength: 2 })) },
    ),
  )
  .map(([text, edit]) => {
    if (edit === null) return text;
    const at = edit[0] % (text.length + 1);
    return text.slice(0, at) + edit[1] + text.slice(at + 1);
  });

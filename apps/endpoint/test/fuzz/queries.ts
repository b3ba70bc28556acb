import fc from 'fast-check';

/** Longer ones are refused by Node before anybody reads them. */
const MAX_CHARACTERS = 15_000;

const ACTIONS = ['add', 'remove', 'purchase', 'detail', 'view'];

/** Query strings that no client writes, and some that clients do, of bytes that HTTP lets through. */
export function rawQueries(skus: readonly string[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...ACTIONS, ...skus.map(encodeURIComponent));
  const piece = fc.oneof(
    known,
    fc.constantFrom(
      ...'session=|session|limit=|search=|,|&|=|%|%00|%ff|%2C|%2c|%25|+|[]|?|__proto__|;|%ED%A0%80|%F0%9F'.split(
        '|',
      ),
    ),
    fc.constantFrom('9'.repeat(400), '1e999', 'NaN', '-1', '0x10', '100', '101', '%30'),
    fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0, max: 255 }).map((code) => `%${code.toString(16).padStart(2, '0')}`),
    fc.string({ unit: 'grapheme', maxLength: 12 }).map(encodeURIComponent),
  );
  const wild = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));
  const session = fc
    .array(known, { minLength: 1, maxLength: 60 })
    .map((events) => `session=${events.join(',')}`);
  const long = fc
    .tuple(piece, fc.integer({ min: 1, max: 4_000 }))
    .map(([part, times]) => `session=${`${part},`.repeat(times)}`);
  const items = fc.tuple(piece, piece).map(([search, limit]) => `search=${search}&limit=${limit}`);
  return fc
    .oneof(
      { weight: 5, arbitrary: wild },
      { weight: 4, arbitrary: session },
      { weight: 1, arbitrary: long },
      { weight: 2, arbitrary: items },
    )
    .map((query) => query.replaceAll('#', '').slice(0, MAX_CHARACTERS));
}

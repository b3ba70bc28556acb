import { randomUUID } from 'node:crypto';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import { exactNumber, LongDecimal } from './number.ts';

/** The strings and numbers of a JSON text: digits inside a string are not a number. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON as `JSON.parse` does, but rounds no number: an integer past 2^53 becomes a bigint, a decimal
 * that a double would round a LongDecimal. Throws SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  // A reviver goes as deep as the text, and the stack has an end
  if (isNestedDeeper(rounded)) throw new SyntaxError(`The JSON is ${TOO_DEEP}.`);
  // A reviver never sees how a number was written (in Node 20), so long ones travel as marked strings.
  const mark = randomUUID();
  const long = new Map<string, bigint | LongDecimal>();
  const marked = text.replaceAll(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"')) return token;
    const exact = exactNumber(token);
    if (exact === null || typeof exact === 'number') return token;
    long.set(`${mark}${token}`, exact);
    return `"${mark}${token}"`;
  });
  if (long.size === 0) return rounded;
  const exact: unknown = JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' ? (long.get(value) ?? value) : value,
  );
  return exact;
}

/**
 * Writes JSON as `JSON.stringify` does, but a bigint or LongDecimal as a number in full.
 * `order`: what becomes of each value before it is written, as a replacer does.
 */
export function exactJson(
  value: unknown,
  indent = 0,
  order: (value: unknown) => unknown = (held) => held,
): string {
  const mark = randomUUID();
  let hasLong = false;
  const text: string | undefined = JSON.stringify(
    value,
    function (this: Readonly<Record<string, unknown>>, key: string, held: unknown) {
      // JSON.stringify hands over what toJSON made of a value; its holder has the value itself.
      const given = this[key];
      if (typeof given !== 'bigint' && !(given instanceof LongDecimal)) return order(held);
      hasLong = true;
      return `${mark}${String(given)}`;
    },
    indent,
  );
  if (text === undefined) return 'null';
  return hasLong ? text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1') : text;
}

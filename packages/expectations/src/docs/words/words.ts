import { shortened, shownValue } from '../html/shown-value.ts';

/** A piece of a sentence: plain text, or a name or a value from the suite or the data. */
export type Part = string | { readonly code: string };

/** A sentence, or a piece of one. */
export type Words = readonly Part[];

/** The kwargs of an expectation, as its suite or result gives them. */
export type Kwargs = Readonly<Record<string, unknown>>;

/** Makes the sentence of one type of expectation. */
export type SentenceMaker = (kwargs: Kwargs) => Words;

/** How many values a sentence names before it says how many more there are. */
const NAMED = 8;

/** The longest value or name within a sentence, in characters. */
const PART_CHARS = 60;

/** Words from a template. */
export function words(
  strings: TemplateStringsArray,
  ...held: readonly (Part | Words | number)[]
): Words {
  return strings.flatMap((text, at) => {
    const before = at === 0 ? [] : (held[at - 1] ?? []);
    const parts = typeof before === 'number' ? String(before) : before;
    return [...(isPart(parts) ? [parts] : parts), text].filter((part) => part !== '');
  });
}

function isPart(held: Part | Words): held is Part {
  return typeof held === 'string' || 'code' in held;
}

/** A value within a sentence. */
export function value(held: unknown): Part {
  return { code: shownValue(held, PART_CHARS) };
}

/** A column's name within a sentence. */
export function name(column: unknown): Part {
  return typeof column === 'string' ? { code: shortened(column, PART_CHARS) } : value(column);
}

/** The entries of a list; none where a kwarg is no list. */
export function entriesOf(held: unknown): readonly unknown[] {
  return Array.isArray(held) ? held : [];
}

/** The entries as `a, b or c`; of long lists the first few and how many more there are. */
export function listed(
  held: unknown,
  conjunction: 'and' | 'or',
  shown: (entry: unknown) => Part = value,
): Words {
  if (!Array.isArray(held)) return [value(held)];
  const entries = entriesOf(held);
  if (entries.length === 0) return ['nothing'];
  const parts = entries.slice(0, NAMED).map(shown);
  if (entries.length > NAMED) {
    return [...joined(parts, ', '), `, ${conjunction} ${entries.length - NAMED} more`];
  }
  const [last = '', ...before] = parts.toReversed();
  return before.length === 0
    ? [last]
    : [...joined(before.toReversed(), ', '), ` ${conjunction} `, last];
}

function joined(parts: readonly Part[], separator: string): Words {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part]));
}

/** The words as one plain text. */
export function textOf(parts: Words): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.code)).join('');
}

import { WordVectorsError } from '../../errors.ts';
import { orderOfItems, unitRows, type ItemVectors } from '../item-vectors.ts';

/** What word2vec writes for the end of a line: no item. */
const END_OF_SENTENCE = '</s>';

/** Rows that memory is taken for before the file has shown that it has more. */
const FIRST_ROWS = 1024;

/**
 * Reads `vectors.txt`: word2vec's text format, as BlazingText writes it. Its first line has the number of words and of
 * their values; then comes a line a word, here the number of an item, with its values behind it.
 *
 * @param lines without their ends
 * @throws WordVectorsError that names the first line which is not so
 */
export async function readWordVectors(
  lines: AsyncIterable<string> | Iterable<string>,
  { itemCount, size }: { readonly itemCount: number; readonly size: number },
): Promise<ItemVectors> {
  let line = 0;
  let promised = 0;
  let words = 0;
  let rows = 0;
  let items = new Uint32Array(Math.min(itemCount, FIRST_ROWS));
  let values = new Float32Array(items.length * size);
  const isThere = new Uint8Array(itemCount);
  const fail = (expected: string, got: string) => new WordVectorsError(line, expected, got);
  for await (const text of lines) {
    line += 1;
    const fields = text.trim().split(/\s+/);
    if (line === 1) {
      const [count, length] = fields.map(Number);
      if (fields.length !== 2 || !isCount(count) || !isCount(length)) {
        throw fail('the number of words and of their values', shown(text));
      }
      if (length !== size) throw fail(`${size} values a word, as SIZE says`, String(length));
      promised = count;
      continue;
    }
    if (text.trim() === '') continue;
    words += 1;
    const [word = '', ...numbers] = fields;
    if (numbers.length !== size) {
      throw fail(`a word and ${size} values`, `${numbers.length} values (${shown(text)})`);
    }
    if (word === END_OF_SENTENCE) continue;
    const item = /^\d+$/.test(word) ? Number(word) : NaN;
    if (!(item < itemCount)) throw fail(`the number of an item below ${itemCount}`, shown(word));
    if (isThere[item] === 1) throw fail('each item once', `item ${item} again`);
    isThere[item] = 1;
    if (rows === items.length) {
      items = grown(items, Math.min(itemCount, 2 * rows), (length) => new Uint32Array(length));
      values = grown(values, items.length * size, (length) => new Float32Array(length));
    }
    items[rows] = item;
    numbers.forEach((number, column) => {
      const value = Number(number);
      if (!Number.isFinite(Math.fround(value))) {
        throw fail(`finite numbers for item ${item}`, shown(number));
      }
      values[rows * size + column] = value;
    });
    rows += 1;
  }
  if (line === 0) throw fail('the number of words and of their values', 'an empty file');
  // The end of a line may be counted or not
  if (Math.abs(words - promised) > 1)
    throw fail(`${promised} words, as the first line says`, String(words));
  if (rows === 0) throw fail('a vector of an item', 'none');
  const found = items.subarray(0, rows);
  const order = orderOfItems(found);
  return {
    items: order.map((row) => found[row] ?? 0),
    size,
    vectors: unitRows(values.subarray(0, rows * size), size, order),
  };
}

function isCount(value: number | undefined): value is number {
  return Number.isInteger(value) && (value ?? -1) >= 0;
}

function grown<Values extends Uint32Array | Float32Array>(
  values: Values,
  length: number,
  make: (length: number) => Values,
): Values {
  const longer = make(length);
  longer.set(values);
  return longer;
}

const SHOWN_CHARACTERS = 60;

function shown(text: string): string {
  return JSON.stringify(
    text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text,
  );
}

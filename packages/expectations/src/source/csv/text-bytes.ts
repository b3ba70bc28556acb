import { BrokenBytesError } from '../unpack/broken-bytes.ts';
import type { Encoding } from './csv-options.ts';

/** An encoding as it is found: UTF-16 has an order of its bytes. */
export type FoundEncoding = Exclude<Encoding, 'utf-16'> | 'utf-16le' | 'utf-16be';

/** What windows-1252 has at 0x80 to 0x9f; five of them are controls, as in latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const UTF_8_MARK = [0xef, 0xbb, 0xbf];

/** The encoding of a text by its byte order mark, or as it is given. Throws BrokenBytesError. */
export function encodingOf(head: Uint8Array, given: Encoding | undefined): FoundEncoding {
  const [first, second] = head;
  const marked =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : null;
  if (given === 'utf-16') return marked ?? 'utf-16le';
  if (given !== undefined) return given;
  if (marked !== null) return marked;
  if (looksWide(head)) {
    throw new BrokenBytesError("every second byte is zero: give its encoding, 'utf-16' perhaps.");
  }
  return 'utf-8';
}

/** Text in UTF-16 without a mark: in most languages half of its bytes are zero. */
function looksWide(head: Uint8Array): boolean {
  const seen = head.subarray(0, 1024);
  const zeros = seen.filter((byte) => byte === 0).length;
  return seen.length >= 4 && zeros >= seen.length * 0.4;
}

/** How many byte order marks of UTF-8 a text begins with: some programs write two. */
export function byteOrderMarksOf(bytes: Uint8Array): number {
  let marks = 0;
  while (UTF_8_MARK.every((byte, at) => bytes[marks * UTF_8_MARK.length + at] === byte)) marks++;
  return marks;
}

function* withoutMarks(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  const bytes = Buffer.concat(chunks);
  const text = bytes.subarray(byteOrderMarksOf(bytes) * UTF_8_MARK.length);
  if (text.length > 0) yield text;
}

/** Bytes enough to see any number of marks that a file has by mistake. */
const MARKS_BYTES = 12;

function decoderOf(encoding: FoundEncoding): (chunk: Uint8Array, isLast: boolean) => string {
  if (encoding === 'latin-1' || encoding === 'windows-1252') {
    return (chunk) => {
      const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
      if (encoding === 'latin-1') return text;
      return text.replaceAll(
        /[\x80-\x9f]/g,
        (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80] ?? letter,
      );
    };
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (chunk, isLast) => decoder.decode(chunk, { stream: !isLast });
}

async function* transcode(
  chunks: AsyncIterable<Uint8Array>,
  encoding: FoundEncoding,
): AsyncGenerator<Uint8Array> {
  const decode = decoderOf(encoding);
  const parts = async function* () {
    for await (const chunk of chunks) yield decode(chunk, false);
    yield decode(new Uint8Array(), true);
  };
  try {
    for await (const text of parts()) yield Buffer.from(text, 'utf8');
  } catch (cause) {
    if (cause instanceof BrokenBytesError) throw cause;
    throw new BrokenBytesError(`it is not ${encoding} throughout; give its encoding.`, { cause });
  }
}

/** A text's bytes in UTF-8, without byte order marks. UTF-8 itself is passed on unchecked. */
export async function* utf8Bytes(
  chunks: AsyncIterable<Uint8Array>,
  encoding: FoundEncoding,
): AsyncGenerator<Uint8Array> {
  const texts = encoding === 'utf-8' ? chunks : transcode(chunks, encoding);
  const first: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of texts) {
    if (length >= MARKS_BYTES) {
      yield chunk;
      continue;
    }
    first.push(chunk);
    length += chunk.length;
    if (length >= MARKS_BYTES) yield* withoutMarks(first);
  }
  if (length < MARKS_BYTES) yield* withoutMarks(first);
}

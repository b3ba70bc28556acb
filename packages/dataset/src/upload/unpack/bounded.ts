/** A file holds more, unpacked, than is read of it; the source's error is made from it. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';
}

/**
 * What a file may unpack to unless a limit is given: so many times its size, or so many bytes if that is more.
 * CSV packs to a tenth, logs that repeat themselves to a hundredth; a bomb packs gigabytes into a few kilobytes.
 */
const USUAL_LIMIT = { ratio: 200, bytes: 2 ** 30 } as const;

/** The most bytes that a file of so many bytes may unpack to. */
export function unpackLimitBytes(fileBytes: number, given?: number): number {
  return given ?? Math.max(USUAL_LIMIT.bytes, USUAL_LIMIT.ratio * fileBytes);
}

/**
 * Passes bytes on, up to a limit.
 *
 * @throws TooManyBytesError
 */
export async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of bytes) {
    passed += chunk.length;
    if (passed > limitBytes) throw new TooManyBytesError(`more than ${limitBytes} bytes`);
    yield chunk;
  }
}

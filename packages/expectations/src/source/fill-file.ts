import { once } from 'node:events';
import { open } from 'node:fs/promises';

/** Hands over a piece; a promise asks to wait until the disk has caught up. */
export type Write = (piece: string | Uint8Array) => Promise<unknown> | undefined;

/**
 * Fills a file piece by piece; it is closed at the end, also where `fill` throws.
 *
 * @returns what `fill` does
 * @throws what `fill` does, else what the disk says
 */
export async function fillFile<Result>(
  path: string,
  fill: (write: Write) => Promise<Result>,
): Promise<Result> {
  // A stream that opens its file itself may do so after a failure, when the file was removed already
  const file = await open(path, 'w');
  const out = file.createWriteStream({ highWaterMark: 2 ** 20 });
  // What fails is told after its end
  out.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => out.once('close', () => resolve()));
  let result: Result;
  try {
    result = await fill((piece) => (out.write(piece) ? undefined : once(out, 'drain')));
  } finally {
    out.end();
    await closed;
  }
  if (out.errored instanceof Error) throw out.errored;
  return result;
}

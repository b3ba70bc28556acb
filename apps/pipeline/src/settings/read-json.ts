import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { jsonFault } from '@lf/config';
import { PipelineError } from '../errors.ts';

/** A JSON file as it was when it was read. */
export interface JsonFile {
  readonly json: unknown;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** Far more than any configuration, sweep or suite has; what never ends, such as a device, is refused. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Reads a JSON file that a setting or a flag names.
 *
 * @param what for the message, such as "the model configuration"
 * @throws PipelineError if the file cannot be read, is too large or is not JSON
 */
export async function readJson(path: string, what: string): Promise<JsonFile> {
  const bytes = await readAll(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? ` (${cause.message})` : '';
    throw new PipelineError(
      'file_unreadable',
      `Reading ${what}: ${path} cannot be read${reason}.`,
      {
        cause,
      },
    );
  });
  if (bytes === null) {
    throw new PipelineError(
      'file_too_large',
      `Reading ${what}: expected at most ${MOST_BYTES / 2 ** 20} MiB of JSON, and ${path} has more. Name the file of ${what}.`,
    );
  }
  const text = new TextDecoder().decode(bytes);
  try {
    const json: unknown = JSON.parse(text);
    return { json, sha256: sha256Of(bytes) };
  } catch (cause) {
    throw new PipelineError(
      'json_invalid',
      `Reading ${what}: ${path} is not JSON (${jsonFault(text)}).`,
      { cause },
    );
  }
}

/** SHA-256 of the file that is there now; null if none can be read. */
export async function digestNow(path: string): Promise<string | null> {
  const bytes = await readAll(path).catch(() => null);
  return bytes === null ? null : sha256Of(bytes);
}

/** Null: there is more than anything needs. */
async function readAll(path: string): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FileUnreadableError } from '../errors.ts';

/** Bytes in memory, or the path of a local file that holds them. */
export type Content = Uint8Array | string;

/** Never waits for the other end of a pipe. Windows has no such flag, and no such pipe. */
const READ_NOW = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  ENXIO: 'it is a socket or a pipe, not a file',
  ERR_INVALID_ARG_VALUE: 'its path holds a zero byte',
};

function unreadable(path: string, error: unknown): FileUnreadableError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = Object.hasOwn(SYSTEM_REASONS, code) ? SYSTEM_REASONS[code] : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new FileUnreadableError(path, reason ?? `opening it failed (${message})`, {
    cause: error,
  });
}

/** Whether a path leads to a file, a folder or, by its name, something else. @throws FileUnreadableError */
export async function kindOfPath(path: string): Promise<'file' | 'folder' | 'other'> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return 'folder';
    return facts.isFile() ? 'file' : 'other';
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Opens a file that is one: a pipe, a socket or a device would make the reader wait, or have side effects.
 *
 * @throws FileUnreadableError
 */
export async function openFile(path: string): Promise<FileHandle> {
  const refuse = () => new FileUnreadableError(path, 'it is a pipe, socket, device or folder');
  if ((await kindOfPath(path)) !== 'file') throw refuse();
  let handle: FileHandle;
  try {
    handle = await open(path, READ_NOW);
  } catch (error) {
    throw unreadable(path, error);
  }
  // What the path leads to may have changed since
  const facts = await handle.stat();
  if (facts.isFile()) return handle;
  await handle.close();
  throw refuse();
}

/** Streams content from its first byte. @throws FileUnreadableError */
export async function openContent(content: Content): Promise<Readable> {
  if (typeof content !== 'string') return Readable.from([content]);
  return (await openFile(content)).createReadStream();
}

/** Size and `sha256:<hex>` of content, in constant memory. */
export async function digestContent(content: Content): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks: AsyncIterable<Uint8Array> = await openContent(content);
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { bytes, digest: `sha256:${hash.digest('hex')}` };
}

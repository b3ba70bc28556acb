import { readFile } from 'node:fs/promises';
import { writeWholeFile } from '../../files/write-whole.ts';

async function holds(path: string, bytes: Buffer): Promise<boolean> {
  try {
    return (await readFile(path)).equals(bytes);
  } catch {
    return false;
  }
}

/** Writes a file whole or not at all; one that holds the text already is not touched. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  if (await holds(path, bytes)) return;
  await writeWholeFile(path, bytes);
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJson, encodeJson } from '../store/json.ts';
import { parseIdentity } from './process.ts';
import type { ProcessIdentity } from './world.ts';

/** In a directory of ours: whose it is, so that who finds it can tell whether it still has an owner. */
const OWNER_FILE = 'owner.json';

export async function writeOwner(directory: string, owner: ProcessIdentity): Promise<void> {
  await writeFile(join(directory, OWNER_FILE), encodeJson(owner, 'owner'));
}

/** Who made a directory; null where it does not say, or not in words that can be read. */
export async function ownerOf(directory: string): Promise<ProcessIdentity | null> {
  try {
    return parseIdentity(decodeJson(await readFile(join(directory, OWNER_FILE))));
  } catch {
    return null;
  }
}

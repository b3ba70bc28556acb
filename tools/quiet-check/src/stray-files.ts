import { lstatSync, readdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, sep } from 'node:path';

/** Where a program without manners leaves things, besides the HOME that we give it. */
const REAL_HOMES = [...new Set([userInfo().homedir, homedir()])];
const COMMON_PLACES = [...REAL_HOMES, '/etc', '/opt', '/usr', '/var/tmp'];

/** Caches that a tool of the build keeps in HOME; the README of this tool names them. */
const OWN_CACHES = ['.nx', '.serverless', join('.npm', '_logs')];

function cachesOf(home: string): readonly string[] {
  return OWN_CACHES.map((cache) => join(home, cache));
}

function* filesBelow(folder: string, skip: readonly string[]): Generator<string> {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or not ours to read, so not ours to have written.
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (skip.includes(path)) continue;
    if (entry.isDirectory()) yield* filesBelow(path, skip);
    else yield path;
  }
}

function isNewerThan(path: string, sinceMs: number): boolean {
  try {
    return lstatSync(path).ctimeMs >= sinceMs;
  } catch {
    return false;
  }
}

/** Files in `home` outside the named caches. */
export function straysInHome(home: string): readonly string[] {
  return [...filesBelow(home, cachesOf(home))];
}

/** Files made or changed since `sinceMs` (of the epoch) where nothing of ours belongs; `ours` are folders to leave out. */
export function straysInCommonPlaces(sinceMs: number, ours: readonly string[]): readonly string[] {
  const skip = [...ours, ...REAL_HOMES.flatMap(cachesOf)];
  const places = COMMON_PLACES.filter(
    (place) => !ours.some((folder) => place === folder || place.startsWith(folder + sep)),
  );
  return places.flatMap((place) =>
    [...filesBelow(place, skip)].filter((path) => isNewerThan(path, sinceMs)),
  );
}

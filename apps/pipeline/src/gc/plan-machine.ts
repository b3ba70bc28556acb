import { findLeftovers } from '@lf/contract';
import { cacheOnDisk, type ObjectStore } from '@lf/dataset';
import { findLeftScratch } from '@lf/flow';
import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3OptionsIn } from '../datastore.ts';
import { servedFolder } from '../deploy/bundle-on-disk.ts';
import { bytesBelow } from './bytes-below.ts';
import { MS_PER_DAY, MS_PER_HOUR, type GcOptions } from './options.ts';
import { runOfBundle } from './served-runs.ts';
import { kept, type Planned } from './things.ts';

interface MachineOf {
  readonly options: GcOptions;
  readonly scratchDays: number;
  readonly nowMs: number;
  /** Bundles that the endpoints of this machine serve or go back to, by path, and why. */
  readonly here: ReadonlyMap<string, string>;
  /** Ids of the runs that stay. */
  readonly runIds: ReadonlySet<string>;
}

/** Files of this machine outside the datastore: copies, and what killed processes left. */
export async function planMachine(store: ObjectStore, of: MachineOf): Promise<readonly Planned[]> {
  return [
    ...(await planCache(of)),
    ...(await planServedCopies(store, of)),
    ...(await planScratch(of)),
  ];
}

async function planCache({ options, nowMs }: MachineOf): Promise<readonly Planned[]> {
  const cache = cacheOnDisk(s3OptionsIn(process.env));
  return (await cache.copies()).map((copy): Planned => {
    const { path: name, bytes, usedAt } = copy;
    const ageDays = usedAt === null ? Infinity : (nowMs - usedAt.getTime()) / MS_PER_DAY;
    if (ageDays < options.cacheDays) {
      return kept('cached copy', name, bytes, `used within ${options.cacheDays} days`);
    }
    const why =
      usedAt === null
        ? 'its process was killed'
        : `not used for ${Math.floor(ageDays)} days, and S3 has it`;
    const remove = async (): Promise<null> => {
      await cache.remove(copy);
      return null;
    };
    return { kind: 'cached copy', name, bytes, is: 'unneeded', why, remove };
  });
}

/** Copies of bundles in S3 that endpoints of this machine serve; a run that stays may be about to be served. */
async function planServedCopies(store: ObjectStore, of: MachineOf): Promise<readonly Planned[]> {
  const folder = servedFolder(store);
  if (folder === null) return [];
  const planned: Planned[] = [];
  for (const path of await filesBelow(folder)) {
    const bytes = await bytesBelow(path);
    const runId = runOfBundle(path);
    const young = await isYoung(path, of);
    const user =
      of.here.get(path) ??
      (runId !== undefined && of.runIds.has(runId) ? 'its run stays' : null) ??
      (young ? 'young: its endpoint may be about to start' : null);
    planned.push(
      user === null
        ? removalOf('served copy', path, bytes, 'no endpoint here serves it, and its run is gone')
        : kept('served copy', path, bytes, user),
    );
  }
  return planned;
}

/** Begins the names of folders in which our processes work, below the system's temporary one. */
const SCRATCH_PREFIXES = ['lf-dataset-', 'lf-code-', 'lf-expectations-', 'lf-endpoint-cwd-'];

async function planScratch({ scratchDays, nowMs }: MachineOf): Promise<readonly Planned[]> {
  const paths = [...(await findLeftScratch({ maxAgeMs: scratchDays * MS_PER_DAY, nowMs }))];
  for (const prefix of SCRATCH_PREFIXES) paths.push(...(await findLeftovers(tmpdir(), prefix)));
  return Promise.all(
    paths.map(async (path) =>
      removalOf('scratch', path, await bytesBelow(path), 'its process is gone'),
    ),
  );
}

function removalOf(
  kind: 'served copy' | 'scratch',
  path: string,
  bytes: number,
  why: string,
): Planned {
  const remove = async (): Promise<null> => {
    await rm(path, { recursive: true, force: true });
    return null;
  };
  return { kind, name: path, bytes, is: 'unneeded', why, remove };
}

async function isYoung(path: string, { options, nowMs }: MachineOf): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found === null || nowMs - found.mtimeMs < options.graceHours * MS_PER_HOUR;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  openStore,
  readSessions,
  tablePath,
  transformIntent,
  uploadDataset,
  writeSessionsArrow,
} from '@lf/dataset';
import { tellOutcome } from './tell-outcome.ts';

/** Our side of the stages of tables: `tables.ts ours|read STAGE SOURCE TARGET`. */
const WORK: Readonly<Record<string, (source: string, target: string) => Promise<number>>> = {
  async upload(source, target) {
    const root = await mkdtemp(join(tmpdir(), 'lf-bench-store-'));
    try {
      const store = openStore(`file://${root}`);
      const { manifest } = await uploadDataset({
        store,
        name: 'bench',
        sources: { browsing_train: source },
      });
      // What the next stage reads, out of the store and within the measured time
      await copyFile(await tablePath(store, 'bench', 'browsing_train'), target);
      return manifest.tables[0]?.rows ?? 0;
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
  async transform(source, target) {
    return (await transformIntent({ source, target })).rows;
  },
  async sessions(source, target) {
    const sessions = await readSessions(source);
    await writeSessionsArrow(target, sessions);
    return sessions.startMs.length;
  },
};

/** Does the work of a stage; gives the rows of its result. */
export async function writeTable(stage: string, source: string, target: string): Promise<number> {
  const work = WORK[stage];
  if (work === undefined) throw new TypeError(`expected a stage of tables, got ${stage}`);
  return work(source, target);
}

/** The floor: the bytes of the source, once, out of the system's cache. */
async function read(source: string): Promise<undefined> {
  let bytes = 0;
  for await (const chunk of createReadStream(source, { highWaterMark: 1 << 20 })) {
    bytes += (chunk as Uint8Array).length;
  }
  if (bytes === 0) throw new Error(`${source}: expected some bytes, got none`);
  return undefined;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [side, stage = '', source = '', target = ''] = process.argv.slice(2);
  // Peers import their libraries before the clock starts too
  await import('@duckdb/node-api');
  await tellOutcome(() => (side === 'read' ? read(source) : writeTable(stage, source, target)));
}

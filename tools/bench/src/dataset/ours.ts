import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openStore,
  readSessions,
  tablePath,
  transformIntent,
  uploadDataset,
  writeSessionsArrow,
} from '@lf/dataset';
import type { Cost, Stage } from './stages.ts';

/** Our side of the comparison: one stage in a process of its own, printed as one JSON line. */
const WORK: Readonly<Record<Stage, (source: string, target: string) => Promise<number>>> = {
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

const [stage, source, target] = process.argv.slice(2);
const work = Object.entries(WORK).find(([name]) => name === stage)?.[1];
if (work === undefined || source === undefined || target === undefined) {
  throw new TypeError('usage: ours.ts upload|transform|sessions SOURCE TARGET');
}
const began = performance.now();
const rows = await work(source, target);
const seconds = (performance.now() - began) / 1000;
const peakBytes = process.resourceUsage().maxRSS * 1024;
const cost: Omit<Cost, 'stage'> = { rows, seconds, peakBytes };
process.stdout.write(`${JSON.stringify({ stage, ...cost })}\n`);

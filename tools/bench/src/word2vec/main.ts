import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../run/median.ts';
import { gensim, measure, type TrainingCost } from './gensim.ts';
import { syntheticSessions } from './synthetic-sessions.ts';

// CBOW of size 48 and window 5, ours beside gensim, on the same sessions and cores.
const OURS = fileURLToPath(new URL('./ours.ts', import.meta.url));
const { values } = parseArgs({
  options: {
    words: { type: 'string', default: '4400000' },
    items: { type: 'string', default: '60000' },
    runs: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '2' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const { threads, epochs } = values;
const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
try {
  const sessions = join(folder, 'sessions.txt');
  const lines = syntheticSessions(Number(values.words), Number(values.items));
  await writeFile(sessions, `${lines.join('\n')}\n`);
  const sides: Record<'ours' | 'gensim', TrainingCost[]> = { ours: [], gensim: [] };
  for (let run = 0; run < Number(values.runs); run++) {
    const args = [...process.execArgv, OURS, sessions, threads, epochs];
    sides.ours.push(measure(process.execPath, args));
    sides.gensim.push(gensim([sessions, threads, epochs, run]));
  }
  const speeds = Object.entries(sides).map(([side, costs]) => {
    const speed = costs.map(({ words, trainSeconds }) => (words * Number(epochs)) / trainSeconds);
    const peak = Math.max(...costs.map(({ peakBytes }) => peakBytes)) / 2 ** 30;
    print(
      `${side.padEnd(7)} ${(median(speed) / 1e6).toFixed(2)} M words/s` +
        ` (${speed.map((each) => (each / 1e6).toFixed(2)).join(', ')}), ${peak.toFixed(2)} GiB`,
    );
    return median(speed);
  });
  const [ours = NaN, theirs = NaN] = speeds;
  print(`${(ours / theirs).toFixed(1)} x gensim, ${threads} threads, ${epochs} epochs`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

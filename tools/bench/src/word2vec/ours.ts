import { readFile } from 'node:fs/promises';
import { trainWord2Vec } from '@lf/kernels';

// Our side: ours.ts SESSIONS THREADS EPOCHS cbow|skip-gram, one JSON line. The clock runs over all of
// trainWord2Vec: vocabulary, copying, starting threads, training.
const [path = '', threads = '1', epochs = '1'] = process.argv.slice(2);
const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
const offsets = new Uint32Array(lines.length + 1);
const values: number[] = [];
lines.forEach((line, session) => {
  for (const item of line.split(' ')) values.push(Number(item));
  offsets[session + 1] = values.length;
});
const items = Uint32Array.from(values);
const itemCount = items.reduce((most, item) => Math.max(most, item + 1), 0);

const began = performance.now();
const cpuBefore = process.cpuUsage();
await trainWord2Vec({
  ...{ sentences: { offsets, items }, itemCount, size: 48, window: 5, minCount: 3 },
  ...{ epochs: Number(epochs), threads: Number(threads) },
});
const cpu = process.cpuUsage(cpuBefore);
const figures = {
  words: items.length,
  prepareSeconds: 0,
  trainSeconds: (performance.now() - began) / 1000,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

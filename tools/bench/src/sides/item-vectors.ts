import { readFile } from 'node:fs/promises';
import { trainWord2Vec } from '@lf/kernels';
import { tellOutcome } from './tell-outcome.ts';

// Our side: item-vectors.ts SESSIONS cbow|skip-gram SIZE EPOCHS SEED. The clock runs over all of trainWord2Vec:
// vocabulary, copying, starting threads, training.
const [path = '', algorithm, size = '48', epochs = '1', seed = '0'] = process.argv.slice(2);
if (algorithm !== 'cbow' && algorithm !== 'skip-gram') {
  throw new TypeError(`expected cbow or skip-gram, got ${algorithm ?? 'nothing'}`);
}
const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
const offsets = new Uint32Array(lines.length + 1);
const values: number[] = [];
lines.forEach((line, session) => {
  for (const item of line.split(' ')) values.push(Number(item));
  offsets[session + 1] = values.length;
});
const items = Uint32Array.from(values);
const itemCount = items.reduce((most, item) => Math.max(most, item + 1), 0);

await tellOutcome(async () => {
  await trainWord2Vec({
    ...{ sentences: { offsets, items }, itemCount, size: Number(size), window: 5 },
    ...{ architecture: algorithm, minCount: 3, epochs: Number(epochs), seed: Number(seed) },
  });
  return items.length;
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readItemSessionsCsv, readNextItemCases } from '@lf/dataset';
import {
  countItems,
  evaluateRecommender,
  filterSessions,
  parseRecConfig,
  renumberItems,
  restoreRecommender,
  sessionCount,
  sessionItems,
  trainingVocabulary,
  trainRecommender,
  type Recommender,
} from '@lf/train-rec';
import { gensim } from './gensim.ts';
import { meanInterval } from './mean-interval.ts';

// gensim's vectors and ours through the same KNN, on every test case: HR@20 over seeds. The files are
// browsing_train and test_cases; nothing is chosen by them.
const BESIDE_THE_REPOSITORY = fileURLToPath(
  new URL('../../../../../shared/data/retailrocket-next-item', import.meta.url),
);
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: BESIDE_THE_REPOSITORY },
    seeds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '1' },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed + 1);
const raw = await readItemSessionsCsv(join(values.data, 'browsing_train.csv.gz'));
const vocabulary = trainingVocabulary(raw, raw.vocabulary);
const train = renumberItems(raw, vocabulary);
const itemCount = vocabulary.skus.length;
const cases = await readNextItemCases(join(values.data, 'test_cases.csv.gz'), {
  vocabulary: vocabulary.skus,
});
const config = parseRecConfig('KNN', { THREADS: Number(values.threads) });
const { MIN_SESSION_LENGTH: least, MAX_SESSION_LENGTH: most } = config;
const learnt = filterSessions(train, (length) => length >= least && length <= most);
const itemCounts = countItems(train, itemCount);

function hitRate(recommender: Recommender): number {
  const { cutoffs } = evaluateRecommender({ recommender, cases, itemCounts, cutoffs: [20] });
  recommender.dispose();
  return cutoffs[0]?.hr?.value ?? NaN;
}

const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
try {
  const sessions = join(folder, 'sessions.txt');
  const lines = Array.from({ length: sessionCount(learnt) }, (_, session) =>
    sessionItems(learnt, session).join(' '),
  );
  await writeFile(sessions, `${lines.join('\n')}\n`);
  const rates: Record<'ours' | 'gensim', number[]> = { ours: [], gensim: [] };
  for (const seed of seeds) {
    const ours = await trainRecommender({ choice: 'KNN', train, itemCount, config, seed });
    const files = new Map(ours.serialize());
    rates.ours.push(hitRate(ours));
    const out = join(folder, `gensim-${seed}`);
    const { MIN_C, SIZE, WINDOW, NS_EXPONENT, ITERATIONS } = parseRecConfig('KNN', {});
    gensim([
      ...[sessions, values.threads, Number(ITERATIONS), seed],
      ...[MIN_C, SIZE, WINDOW, NS_EXPONENT].map(Number),
      out,
    ]);
    files.set('vectors.bin', await gensimVectors(out, Number(SIZE), files.get('items.bin')));
    rates.gensim.push(hitRate(await restoreRecommender(files)));
    process.stdout.write(
      `seed ${seed}: ours ${rates.ours.at(-1)}, gensim ${rates.gensim.at(-1)}\n`,
    );
  }
  for (const [side, values] of Object.entries(rates)) {
    process.stdout.write(`${side.padEnd(7)} HR@20 ${meanInterval(values)}\n`);
  }
  const differences = rates.ours.map((rate, run) => rate - (rates.gensim[run] ?? NaN));
  process.stdout.write(`ours - gensim ${meanInterval(differences)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** gensim's vectors in the order of our items, each of length 1. */
async function gensimVectors(
  path: string,
  size: number,
  itemsFile: Uint8Array | undefined,
): Promise<Uint8Array> {
  const words = (bytes: Uint8Array) => new Uint32Array(new Uint8Array(bytes).buffer);
  const items = words(await readFile(`${path}.items`));
  const vectors = new Float32Array(new Uint8Array(await readFile(`${path}.vectors`)).buffer);
  const wanted = words(itemsFile ?? new Uint8Array(0));
  const rowOf = new Map(Array.from(items, (item, row) => [item, row]));
  const sorted = new Float32Array(wanted.length * size);
  wanted.forEach((item, target) => {
    const row = rowOf.get(item);
    if (row === undefined) throw new Error(`gensim has no vector of item ${item}`);
    const vector = vectors.subarray(row * size, (row + 1) * size);
    const length = Math.hypot(...vector);
    vector.forEach((value, column) => (sorted[target * size + column] = value / length));
  });
  return new Uint8Array(sorted.buffer);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateShop,
  labelPrefixes,
  readItemSessionsCsv,
  simulateSessions,
  splitByGroup,
} from '@lf/dataset';
import { parseIntentConfig, trainIntent } from '@lf/train-intent';
import {
  parseRecConfig,
  renumberItems,
  sessionCount,
  trainingVocabulary,
  trainRecommender,
} from '@lf/train-rec';
import type { Epochs } from './epochs.ts';

const SEED = 5;

/** One side in a process of its own: trains on one engine, then prints what its epochs took as one JSON line. */
const [model, engine = '', events, epochs] = process.argv.slice(2);
if (events === undefined || epochs === undefined || (model !== 'intent' && model !== 'PRODB')) {
  throw new TypeError('usage: ours.ts intent|PRODB ENGINE EVENTS EPOCHS');
}
const keys = {
  EPOCHS: Number(epochs),
  PATIENCE: Number(epochs),
  ENGINE: engine === 'fused' ? 'fused' : 'tfjs',
  BACKEND: engine === 'fused' ? 'auto' : engine,
};
const seconds = await (model === 'intent' ? intentSeconds() : prodbSeconds());
const result: Epochs = { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(`${JSON.stringify(result)}\n`);

async function intentSeconds(): Promise<readonly number[]> {
  const { sequences } = labelPrefixes(simulateSessions({ events: Number(events), seed: SEED }));
  const { train, test } = splitByGroup(sequences, { fraction: 0.1, seed: SEED });
  const config = parseIntentConfig({ ...keys, FLAT_EPOCHS: 0 });
  const { history } = await trainIntent({ train, validation: test, config, seed: SEED });
  return history.map(({ durationMs }) => durationMs / 1000);
}

async function prodbSeconds(): Promise<readonly number[]> {
  const directory = await mkdtemp(join(tmpdir(), 'lf-bench-'));
  try {
    const shop = await generateShop({ directory, events: Number(events), seed: SEED });
    const sessions = await readItemSessionsCsv(shop.paths.browsing_train);
    const vocabulary = trainingVocabulary(sessions, sessions.vocabulary);
    const train = renumberItems(sessions, vocabulary);
    const rates: number[] = [];
    const recommender = await trainRecommender({
      choice: 'PRODB',
      train,
      itemCount: vocabulary.skus.length,
      config: parseRecConfig('PRODB', keys),
      seed: SEED,
      onProgress: ({ metrics }) => {
        if (metrics !== undefined) rates.push(metrics['sessionsPerSecond'] ?? NaN);
      },
    });
    recommender.dispose();
    return rates.map((rate) => sessionCount(train) / rate);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

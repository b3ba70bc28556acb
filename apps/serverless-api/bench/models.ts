import {
  type BundleParts,
  packBundle,
  serializeVocabulary,
  serializeWeights,
  unpackBundle,
} from '@lf/contract';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initialLstmWeights } from '@lf/kernels';
import { parseRecConfig, trainRecommender } from '@lf/train-rec';
import { intentManifest, recManifest } from '@lf/test-doubles';

/** A model as `package` puts it beside the code. */
export interface PackedModel {
  readonly name: string;
  readonly folder: string;
  readonly gzippedBytes: number;
  /** A session that it knows. */
  readonly session: string;
}

const ITEMS = 60_000;
const EVENTS = 4;

/** How much each model is trained: what it costs to serve does not depend on it, but for VSKNN's sessions. */
const TRAININGS = {
  KNN: { sessions: 60_000, config: { ITERATIONS: 1, MIN_C: 1 } },
  PRODB: { sessions: 500, config: { EPOCHS: 1 } },
  VSKNN: { sessions: 200_000, config: {} },
} as const;

/** The rec models that are measured. */
export const REC_CHOICES = ['KNN', 'PRODB', 'VSKNN'] as const;

async function unpack(parts: BundleParts, folder: string): Promise<number> {
  const { files } = await unpackBundle(await packBundle(parts), folder);
  return Object.keys(files)
    .map((path) => gzipSync(readFileSync(join(folder, path))).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** An LSTM of 48 units; its weights are drawn, which changes no cost. */
export async function packIntentModel(folder: string): Promise<PackedModel> {
  const weights = serializeWeights(initialLstmWeights({ units: 48, actions: 7, seed: 1 }));
  const gzippedBytes = await unpack(
    { manifest: intentManifest(), files: { 'weights.bin': weights } },
    folder,
  );
  return { name: 'bundle, intent, 48 units', folder, gzippedBytes, session: 'view,detail,add' };
}

/** A recommender after random sessions over 60,000 items whose SKUs are 64 hexadecimal digits. */
export async function packRecModel(
  choice: (typeof REC_CHOICES)[number],
  folder: string,
): Promise<PackedModel> {
  const skus = Array.from({ length: ITEMS }, (_, item) => hexadecimal(item));
  let state = 1;
  // A linear congruential generator (Numerical Recipes): the same sessions every time, popular items first
  const draw = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const { sessions, config } = TRAININGS[choice];
  const recommender = await trainRecommender({
    choice,
    train: {
      offsets: Uint32Array.from({ length: sessions + 1 }, (_, session) => EVENTS * session),
      items: Uint32Array.from({ length: sessions * EVENTS }, () =>
        Math.floor(draw() * draw() * ITEMS),
      ),
    },
    itemCount: ITEMS,
    config: parseRecConfig(choice, config),
    seed: 1,
  });
  const files = Object.fromEntries(
    [...recommender.serialize()].map(([name, bytes]) => [`recommender/${name}`, bytes]),
  );
  recommender.dispose();
  const gzippedBytes = await unpack(
    {
      manifest: recManifest(100),
      files: { 'vocabulary.json': serializeVocabulary(skus), ...files },
    },
    folder,
  );
  const name = `bundle, ${choice}, 60,000 items`;
  return { name, folder, gzippedBytes, session: [3, 14, 159].map(hexadecimal).join(',') };
}

/** 64 digits that zip no better than a hash would. */
function hexadecimal(item: number): string {
  let text = '';
  for (let word = 0, state = item + 1; word < 8; word++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9;
    text += ((state ^ (state >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

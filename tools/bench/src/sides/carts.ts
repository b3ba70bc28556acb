import { readFile } from 'node:fs/promises';
import { parseIntentConfig, trainIntent } from '@lf/train-intent';
import { readRows } from './labelled-rows.ts';
import { tellOutcome } from './tell-outcome.ts';

// Our side: carts.ts TRAIN VALIDATION EPOCHS SEED
const [train = '', validation = '', epochs = '1', seed = '0'] = process.argv.slice(2);
const parts = {
  train: readRows(await readFile(train)),
  validation: readRows(await readFile(validation)),
};
const config = parseIntentConfig({ EPOCHS: Number(epochs), PATIENCE: Number(epochs) });
let loss = NaN;
await tellOutcome(
  async () => {
    const { bestValidationLoss } = await trainIntent({ ...parts, config, seed: Number(seed) });
    loss = bestValidationLoss;
    return parts.train.labels.length;
  },
  () => ({ 'validation loss': loss }),
);

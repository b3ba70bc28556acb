import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseRecConfig } from '../../src/index.ts';

async function configFile(name: string): Promise<Record<string, unknown>> {
  const file = new URL(`../../../../configs/rec/${name}.json`, import.meta.url);
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  return parseRecConfig('PRODB', json);
}

it('configs/rec/PRODB.json says what the defaults are', async () => {
  expect(await configFile('PRODB')).toEqual(parseRecConfig('PRODB', {}));
});

it("configs/rec/PRODB-original.json has the original flow's values and prodb's ways", async () => {
  expect(await configFile('PRODB-original')).toMatchObject({
    MAX_LEN: 20,
    BATCH_SIZE: 32,
    LR: 0.001,
    EMBED_DIM: 64,
    NUM_HEAD: 8,
    MASKING_PROBABILITY: 0.25,
    FF_DIM: 64,
    NUM_LAYERS: 4,
    EPOCHS: 5,
    DATA_DUPLICATION: 1,
    LAST_MASK_RATIO: 0,
    SOFTMAX: 'full',
    TIED_WEIGHTS: false,
    COSINE_SCALE: 0,
    ADAM: 'dense',
    MASKS: 'once',
    INPUT_DROPOUT: false,
  });
});

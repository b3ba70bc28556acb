import { describeIntentModel, describeRecModel, packBundle, readBundle } from '@lf/contract';
import type { BundleDescription, BundleManifest } from '@lf/contract';
import { expect, test } from 'vitest';
import { modelCardOf } from '../../src/models/model-card.ts';

const ORIGIN = {
  config: {},
  seed: 1,
  dataDigest: `sha256:0123456789abcdef${'0'.repeat(48)}`,
  versions: {},
};
const OPENED = new Date('2026-11-30T03:04:05Z');

async function packed(manifest: BundleDescription): Promise<BundleManifest> {
  const bytes = await packBundle({ manifest, files: { 'a.txt': new Uint8Array(1) } });
  return (await readBundle(bytes)).manifest;
}

test('an intent model is an LSTM, and ROC-AUC comes first', async () => {
  const metrics = { f1: 0.5, rocAuc: 0.7412, baseRate: 0.1 };
  const card = modelCardOf(await packed(describeIntentModel({ ...ORIGIN, metrics })), OPENED);
  expect(card).toEqual({
    name: 'LSTM',
    version: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    dataDigest: '0123456789ab',
    quality: [
      { name: 'ROC-AUC', value: '0.741' },
      { name: 'F1', value: '0.500' },
    ],
    openedAt: '2026-11-30T03:04:05.000Z',
  });
});

test('a rec model is what its config says, judged at the cut-off that verdicts use', async () => {
  const metrics = { hr5: 0.2, hr20: 0.3421, mrr20: 0.12, coverage20: 0.9 };
  const config = { MODEL_CHOICE: 'BLEND' };
  const manifest = await packed(describeRecModel({ ...ORIGIN, metrics, config }, { k: 20 }));
  const { name, quality } = modelCardOf(manifest, OPENED);
  expect(name).toBe('BLEND');
  expect(quality).toEqual([
    { name: 'hit rate at 20', value: '34.2 %' },
    { name: 'MRR at 20', value: '0.120' },
  ]);
});

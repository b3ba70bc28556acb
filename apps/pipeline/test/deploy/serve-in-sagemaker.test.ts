import { someWeights, writeIntentBundle } from '@lf/test-doubles';
import { expect, it } from 'vitest';
import { requireServableBy } from '../../src/deploy/serve-in-sagemaker.ts';

const REGISTRY = '763104351884.dkr.ecr.us-east-1.amazonaws.com';

it("refuses AWS's TensorFlow Serving image for a bundle without a SavedModel, and no other", async () => {
  const without = await writeIntentBundle(someWeights(4));
  const holds = await writeIntentBundle(someWeights(4), { '1/saved_model.pb': new Uint8Array(3) });
  const stock = `${REGISTRY}/tensorflow-inference:2.19.0-cpu`;
  await expect(requireServableBy(stock, without)).rejects.toMatchObject({
    code: 'bundle_without_saved_model',
    message: expect.stringContaining('tools/endpoint-image') as unknown,
  });
  await requireServableBy(stock, holds);
  await requireServableBy(`${REGISTRY}/lf-endpoint:1`, without);
});

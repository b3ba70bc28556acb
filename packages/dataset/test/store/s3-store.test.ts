import { afterAll, beforeAll } from 'vitest';
import { startFakeS3, withTestCredentials, type FakeS3 } from '@lf/test-doubles/s3';
import { openStore } from '../../src/index.ts';
import type { ObjectStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';
import { describeStore } from './store-contract.ts';

let fake: FakeS3;
let stores = 0;
withTestCredentials();
beforeAll(async () => {
  fake = await startFakeS3();
});
afterAll(() => fake.close());

/** An empty store in the fake, and its own cache. */
async function emptyStore(): Promise<ObjectStore> {
  stores += 1;
  return openStore(`s3://bucket/tests/${stores}`, {
    s3: { endpoint: fake.endpoint, cacheDirectory: await tempDirectory(), partBytes: 5 * 2 ** 20 },
  });
}

describeStore('s3 store', emptyStore);

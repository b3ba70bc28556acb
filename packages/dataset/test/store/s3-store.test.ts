import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../src/index.ts';
import type { ObjectStore } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';
import type { FakeS3 } from './s3-fake/fake-s3.ts';
import { startFakeS3 } from './s3-fake/fake-s3.ts';
import { describeStore } from './store-contract.ts';
import { withTestCredentials } from './test-credentials.ts';

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

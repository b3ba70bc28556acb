import { randomUUID } from 'node:crypto';
import { openStore } from '../src/index.ts';
import { describeStore } from '../test/store/store-contract.ts';
import type { StoreLimits } from '../test/store/store-contract.ts';
import { tempDirectory } from '../test/temp-directory.ts';

/** What each server cannot do. */
const LIMITS: Readonly<Record<string, StoreLimits>> = {
  moto: {},
  s3proxy: { noConditions: true },
};

const server = process.env['LF_TEST_S3_SERVER'] ?? 'moto';

describeStore(
  `s3 store on ${server}`,
  async () =>
    openStore(`s3://bucket/contract/${randomUUID()}`, {
      s3: { cacheDirectory: await tempDirectory(), partBytes: 5 * 2 ** 20 },
    }),
  LIMITS[server],
);

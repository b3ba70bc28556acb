import { openStore } from '../../../src/index.ts';

/** Uploads more than the server ever takes. */
const [endpoint = '', cacheDirectory = ''] = process.argv.slice(2);
const store = openStore('s3://bucket/shop', {
  s3: { endpoint, cacheDirectory, partBytes: 5 * 2 ** 20 },
});
await store.put('large', Buffer.alloc(40 * 2 ** 20));

import { link } from 'node:fs/promises';
import { openStore } from '@lf/dataset';

/**
 * `ours.js up|down <file> <store URL> <key> <cache>`: one object to or from a store in S3, as a step of a flow does it;
 * the built package, in plain Node.
 */
const [direction, file = '', url = '', key = '', cacheDirectory = ''] = process.argv.slice(2);
// A cache of nothing: the other side keeps no copy either.
const store = openStore(url, { s3: { cacheDirectory, cacheBytes: 0 } });
if (direction === 'up') await store.putFile(key, file);
else await link(await store.localPath(key), file);

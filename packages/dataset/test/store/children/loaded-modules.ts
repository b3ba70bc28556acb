import { createRequire } from 'node:module';
import { openStore } from '../../../src/index.ts';

/** Prints whether the SDK is loaded, before and after a store in S3 is used. */
const [root = '', endpoint = ''] = process.argv.slice(2);
const { cache } = createRequire(import.meta.url);
const isLoaded = (): boolean => Object.keys(cache).some((path) => path.includes('client-s3'));
const local = openStore(`file:${root}`);
await local.put('a', new Uint8Array(1));
const remote = openStore('s3://bucket/shop', { s3: { endpoint, cacheDirectory: root } });
process.stdout.write(`${isLoaded()} `);
await remote.exists('a');
process.stdout.write(String(isLoaded()));

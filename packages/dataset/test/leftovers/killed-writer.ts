import { withEngine } from '../../src/engine/engine.ts';
import { openStore } from '../../src/index.ts';

/** Writes into the store and the temporary directory that it is given, and never ends. */
const [root = '', tempDirectory = ''] = process.argv.slice(2);

async function* endless(): AsyncIterable<Uint8Array> {
  yield new Uint8Array(1000);
  process.stdout.write('writing\n');
  await new Promise(() => setInterval(() => undefined, 1000));
}

await withEngine({ tempDirectory }, {}, () => openStore(`file:${root}`).put('a/b', endless()));

import { openSync } from 'node:fs';
import { DatasetError, openStore, requireWritable, uploadDataset } from '../../src/index.ts';

/** Tries all that writes to a store and prints what each says, one line a try. */
const [root = '', source = '', limit = ''] = process.argv.slice(2);
const store = openStore(`file:${root}`);
const tries: readonly (() => Promise<unknown>)[] = [
  () => requireWritable(store),
  () => store.put('a/object', new Uint8Array(2 ** 20)),
  () => store.putFile('a/file', source),
  () => uploadDataset({ store, name: 'shop', sources: { browsing_train: source } }),
  () => store.get('a/kept'),
];
// What is loaded on first use must be there before files run out
if (limit === 'files') {
  await uploadDataset({
    store: openStore(`file:${source}.store`),
    name: 'shop',
    sources: { browsing_train: source },
  });
  for (let open = 0; ; open++) {
    try {
      openSync('/dev/null', 'r');
    } catch {
      break;
    }
  }
}
for (const attempt of tries) {
  const outcome = await attempt().then(
    () => 'done',
    (error: unknown) =>
      error instanceof DatasetError ? `${error.code}: ${error.message}` : `raw: ${String(error)}`,
  );
  process.stdout.write(`${outcome.replaceAll('\n', ' ')}\n`);
}

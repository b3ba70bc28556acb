import { openStore, uploadDataset } from '../../../src/index.ts';
import { DatasetError } from '../../../src/errors.ts';

/** Uploads or copies a file in a process that may not write much, and prints the error's code. */
const [action = '', root = '', source = '', tempDirectory = ''] = process.argv.slice(2);
const store = openStore(`file:${root}`);
try {
  if (action === 'put') await store.putFile('object', source);
  else
    await uploadDataset({
      store,
      name: 'shop',
      sources: { browsing_train: source },
      engine: { tempDirectory },
    });
  console.log('no failure');
} catch (error) {
  console.log(error instanceof DatasetError ? error.code : String(error));
}

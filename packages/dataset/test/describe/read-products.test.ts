import { expect, it } from 'vitest';
import {
  openStore,
  readProducts,
  tablePath,
  uploadDataset,
  type ProductContent,
} from '../../src/index.ts';
import { csv, event, fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

const NOTHING: ProductContent = {
  name: null,
  category: null,
  priceBucket: null,
  price: null,
  url: null,
};

/** Path of the catalogue as an upload stores it. */
async function catalogueOf(contents: string): Promise<string> {
  const store = openStore(`file:${await tempDirectory()}`);
  await uploadDataset({
    store,
    name: 'shop',
    sources: {
      browsing_train: await fileWith(csv('browsing_train', [event()])),
      sku_to_content: await fileWith(contents, 'sku_to_content.csv'),
    },
  });
  return tablePath(store, 'shop', 'sku_to_content');
}

it('knows the names of a catalogue that has them', async () => {
  const contents =
    'product_sku_hash,description_vector,category_hash,image_vector,price_bucket,product_name\n' +
    'shoe,,,,,"Trail shoe, red"\nbare,,,,,\n';
  const path = await catalogueOf(contents);
  expect(await readProducts(path, ['shoe', 'bare'])).toEqual(
    new Map([
      ['shoe', { ...NOTHING, name: 'Trail shoe, red' }],
      ['bare', NOTHING],
    ]),
  );
});

it('knows prices and pages of a catalogue that has them', async () => {
  const path = await catalogueOf(
    'product_sku_hash,price,description_vector,category_hash,image_vector,price_bucket,product_url\n' +
      'shoe,49.90,,,,7,https://shop.example/shoe\nbare,,,,,,\nshoe,45,,,,7,https://shop.example/z\n',
  );
  expect(await readProducts(path, ['shoe', 'bare'])).toEqual(
    new Map([
      ['shoe', { ...NOTHING, priceBucket: 7, price: 45, url: 'https://shop.example/shoe' }],
      ['bare', NOTHING],
    ]),
  );
});

it('looks up what the table has of the products, whatever their ids are', async () => {
  const contents =
    'product_sku_hash,description_vector,category_hash,image_vector,price_bucket\n' +
    `it's,,a/b,,7.0\nbare,,,,\nother,,c,,1.0\nother,,b,,3.0\n`;
  const path = await catalogueOf(contents);
  expect(await readProducts(path, ["it's", 'bare', 'absent', 'other'])).toEqual(
    new Map([
      ["it's", { ...NOTHING, category: 'a/b', priceBucket: 7 }],
      ['bare', NOTHING],
      // Of two rows
      ['other', { ...NOTHING, category: 'b', priceBucket: 1 }],
    ]),
  );
  expect(await readProducts(path, [])).toEqual(new Map());
});

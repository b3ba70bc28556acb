import type { ProductContent } from '@lf/dataset';
import { expect, it } from 'vitest';
import { describeProduct, detailProduct } from '../../src/showcase/describe-product.ts';
import { recProducts } from '../../src/showcase/rec-products.ts';

const NOTHING: ProductContent = {
  name: null,
  category: null,
  priceBucket: null,
  price: null,
  url: null,
};

it.each([
  [
    { ...NOTHING, category: 'shoes/running/Trail running', priceBucket: 4 },
    'Trail running',
    'price 4 of 10',
  ],
  [
    { ...NOTHING, name: '', category: `a/${'0123456789abcdef'.repeat(4)}`, priceBucket: null },
    '0123456789ab…',
    undefined,
  ],
  [{ ...NOTHING, category: ' ', priceBucket: 49.9 }, undefined, 'price 49.9'],
  [{ ...NOTHING, priceBucket: 4, price: 49.9 }, undefined, 'price 49.9'],
  [
    { ...NOTHING, category: 'é'.repeat(100), priceBucket: Infinity },
    `${'é'.repeat(79)}…`,
    undefined,
  ],
])('says of a product what people read: %j', (content, category, price) => {
  expect(describeProduct(content)).toEqual({
    ...(category !== undefined && { category }),
    ...(price !== undefined && { price }),
  });
});

it('calls it by its name', () => {
  const content = { ...NOTHING, name: ' Trail shoe, red ', category: 'Shoes', priceBucket: 10 };
  const told = { name: 'Trail shoe, red', category: 'Shoes', price: 'price 10 of 10' };
  expect(describeProduct(content)).toEqual(told);
  expect(describeProduct({ ...NOTHING, name: 'x'.repeat(300) })).toEqual({
    name: `${'x'.repeat(79)}…`,
  });
});

it('says nothing of a product of which nothing is known', () => {
  expect(describeProduct(undefined)).toBeUndefined();
  expect(describeProduct({ ...NOTHING, category: '/' })).toBeUndefined();
});

it.each([
  // What the catalogue says goes before the template
  ['https://shop.example/boot', 'https://shop.example/p/{sku}', 'https://shop.example/boot'],
  [
    null,
    'https://shop.example/p/{sku}?of={sku}',
    'https://shop.example/p/a%2Fb%20%24%26?of=a%2Fb%20%24%26',
  ],
  ['javascript:alert(1)', undefined, undefined],
  ['/boot', undefined, undefined],
  [null, undefined, undefined],
])("the page of a product: of %j and %j, '%s'", (url, pageTemplate, expected) => {
  const details = {
    amounts: 'price',
    ...(pageTemplate !== undefined && { pageTemplate }),
  } as const;
  expect(detailProduct('a/b $&', { ...NOTHING, url }, details)?.url).toBe(expected);
});

it('compares products by their prices where some have any, else by their deciles', async () => {
  const amounts = async (contents: Readonly<Record<string, Partial<ProductContent>>>) => {
    const known = Object.entries(contents).map(
      ([sku, content]) => [sku, { ...NOTHING, ...content }] as const,
    );
    const skus = Object.keys(contents);
    const products = await recProducts({ sessions: [], skus, lookUp: async () => new Map(known) });
    return skus.map((sku) => products.get(sku)?.amount);
  };
  expect(await amounts({ a: { priceBucket: 4 }, b: { priceBucket: 7 } })).toEqual([4, 7]);
  expect(await amounts({ a: { priceBucket: 4 }, b: { priceBucket: 7, price: 49.9 } })).toEqual([
    undefined,
    49.9,
  ]);
});

const CONTENT: ProductContent = { ...NOTHING, name: 'Boot', category: 'Shoes', priceBucket: 1 };

it('looks up the products of the sessions, then the most frequent ones, each once', async () => {
  const asked: string[][] = [];
  const products = await recProducts({
    sessions: [{ events: ['z', 'a'], next: 'gone' }, { events: ['a'] }],
    skus: ['a', 'b', 'z'],
    lookUp: async (skus) => {
      asked.push([...skus]);
      return new Map(['b', 'a', 'z'].map((sku) => [sku, CONTENT]));
    },
  });
  expect(asked).toEqual([['z', 'a', 'gone', 'b']]);
  expect([...products.keys()]).toEqual(['z', 'a', 'b']);
});

it('takes no more than ten thousand products, and no more than 2 MiB of them', async () => {
  const many = Array.from({ length: 30_000 }, (_, item) => `sku-${item}`);
  const everything = async (skus: readonly string[]) =>
    new Map(skus.map((sku) => [sku, CONTENT] as const));
  const usual = await recProducts({ sessions: [], skus: many, lookUp: everything });
  expect(usual.size).toBe(10_000);
  const long = many.map((sku) => sku.padEnd(1000, '-'));
  const shortened = await recProducts({ sessions: [], skus: long, lookUp: everything });
  const bytes = Buffer.byteLength(JSON.stringify([...shortened]));
  expect(bytes).toBeGreaterThan(2 ** 21 - 2000);
  expect(bytes).toBeLessThan(2 ** 21 + 30_000);
});

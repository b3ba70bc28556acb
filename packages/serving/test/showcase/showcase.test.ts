import { expect, test } from 'vitest';
import { ShowcaseError } from '../../src/errors.ts';
import { productsOf, readShowcase, serializeShowcase } from '../../src/showcase/showcase.ts';

const SHOWCASE = {
  data: 'coveo, January to March 2019',
  trained: '2026-11-30',
  sessions: [{ events: ['shoe', 'sock'], next: 'lace' }, { events: ['hat, red'] }],
  products: new Map([
    [
      'shoe',
      {
        name: 'Running shoe',
        category: 'Shoes',
        price: '€ 89',
        amount: 89,
        url: 'https://shop.example/shoe',
      },
    ],
    ['__proto__', { name: 'a trap' }],
  ]),
};

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test('a showcase comes back as it was', () => {
  expect(readShowcase(serializeShowcase(SHOWCASE))).toEqual(SHOWCASE);
});

test('of some products it tells those that it knows', () => {
  expect(productsOf(['lace', 'shoe'], SHOWCASE.products)).toEqual({
    shoe: SHOWCASE.products.get('shoe'),
  });
  expect(productsOf(['lace'], SHOWCASE.products)).toBeUndefined();
});

test.each([
  ['no JSON', new TextEncoder().encode('{')],
  ['no UTF-8', Uint8Array.of(0xff)],
  ['too long', new Uint8Array(2 ** 25 + 1)],
  ['no version', bytesOf({})],
  ['another version', bytesOf({ schemaVersion: 2 })],
  ['an unknown field', bytesOf({ schemaVersion: 1, session: [] })],
  ['a session of none', bytesOf({ schemaVersion: 1, sessions: [{ events: [] }] })],
  [
    'a link that runs a script',
    bytesOf({ schemaVersion: 1, products: { shoe: { url: 'javascript:a()' } } }),
  ],
  ['an amount that is a text', bytesOf({ schemaVersion: 1, products: { shoe: { amount: '89' } } })],
  ['a price that is no text', bytesOf({ schemaVersion: 1, products: { shoe: { price: 89 } } })],
])('%s is refused', (_, bytes) => {
  expect(() => readShowcase(bytes)).toThrow(ShowcaseError);
});

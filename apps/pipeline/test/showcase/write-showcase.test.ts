import { readShowcase } from '@lf/serving';
import { expect, it } from 'vitest';
import { writeShowcase } from '../../src/showcase/write-showcase.ts';

const SESSIONS = [{ events: ['shoe'], next: 'sock' }];
const PRODUCTS = new Map([['shoe', { category: 'Shoes' }]]);
const of = {
  isSynthetic: false,
  sessions: () => SESSIONS,
  products: () => Promise.resolve(PRODUCTS),
};

it('has what LF_SHOWCASE says', async () => {
  expect(readShowcase(await writeShowcase('all', of))).toEqual({
    sessions: SESSIONS,
    products: PRODUCTS,
  });
  expect(readShowcase(await writeShowcase('products', of))).toEqual({
    sessions: [],
    products: PRODUCTS,
  });
  const refuse = () => {
    throw new Error('nobody wants them');
  };
  const nothing = await writeShowcase('none', { ...of, sessions: refuse, products: refuse });
  expect(readShowcase(nothing)).toEqual({ sessions: [], products: new Map() });
});

it('says that a shop was a synthetic one', async () => {
  const bytes = await writeShowcase('none', { ...of, isSynthetic: true });
  expect(readShowcase(bytes).data).toBe('a synthetic shop');
});

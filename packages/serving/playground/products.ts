import { isRecord } from './notice.ts';

/** What the page has heard of products. */
export interface Products {
  /** Remembers what an answer says of products. */
  learn(body: unknown): void;
  /** What a product is called: its name, else its SKU, a long one by its beginning. */
  nameOf(sku: string): string;
  /** Its category and its price, as far as they are known. */
  factsOf(sku: string): string;
  /** Its page; empty where it is not known. */
  urlOf(sku: string): string;
}

/** Hashes tell themselves apart by so many characters. */
const SHOWN_CHARACTERS = 12;
/** No shorter SKU is cut. */
const LONG_CHARACTERS = 24;

function shortened(sku: string): string {
  return sku.length > LONG_CHARACTERS ? `${sku.slice(0, SHOWN_CHARACTERS)}…` : sku;
}

/** Nothing is known at first: the service tells of products where its bundle knows them. */
export function createProducts(): Products {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const textOf = (sku: string, field: string) => {
    const value = known.get(sku)?.[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    learn(body) {
      const products = isRecord(body) ? body['products'] : undefined;
      if (!isRecord(products)) return;
      for (const [sku, product] of Object.entries(products)) {
        if (isRecord(product)) known.set(sku, product);
      }
    },
    nameOf: (sku) => textOf(sku, 'name') || shortened(sku),
    factsOf: (sku) =>
      [textOf(sku, 'category'), textOf(sku, 'price')].filter((text) => text !== '').join(', '),
    urlOf: (sku) => {
      const url = textOf(sku, 'url');
      return /^https?:\/\//.test(url) ? url : '';
    },
  };
}

import { schemaCheck } from '@lf/contract';
import { ShowcaseError } from '../errors.ts';

/** The file of a bundle that this package reads for people to look at; a bundle may go without it. */
export const SHOWCASE_PATH = 'showcase.json';

/** What is known of a product. */
export interface Product {
  readonly name?: string;
  readonly category?: string;
  /** In words, as it is shown. */
  readonly price?: string;
  /** The price as a number, for `price_min` and `price_max`: all products of a showcase in one unit. */
  readonly amount?: number;
  /** The product's page, an http or https address. */
  readonly url?: string;
}

/** A session as it happened. */
export interface ShownSession {
  /** Actions or SKUs, oldest first. */
  readonly events: readonly string[];
  /** What came after them: a SKU, or `purchase` or `no purchase`. */
  readonly next?: string;
}

/** What a bundle has for people who try its model. */
export interface Showcase {
  /** Which data the model was trained on: name, dates. */
  readonly data?: string;
  /** When it was trained: `2026-11-30`. */
  readonly trained?: string;
  readonly sessions: readonly ShownSession[];
  /** By SKU; many are not in it. */
  readonly products: ReadonlyMap<string, Product>;
}

export const NO_SHOWCASE: Showcase = { sessions: [], products: new Map() };

/** Some bytes a product; what is parsed takes several times as much memory. */
const MAX_BYTES = 2 ** 25;
const MAX_SESSIONS = 100;
const MAX_EVENTS = 100;

const text = { type: 'string', minLength: 1, maxLength: 256 };
/** A link that runs a script would run it on the page of the service. */
const address = { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s/]' };

interface ShowcaseFile {
  readonly schemaVersion: 1;
  readonly data?: string;
  readonly trained?: string;
  readonly sessions?: readonly ShownSession[];
  readonly products?: Readonly<Record<string, Product>>;
}

const objectOf = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
});

const isShowcaseFile = schemaCheck<ShowcaseFile>(
  objectOf(
    {
      schemaVersion: { const: 1 },
      data: text,
      trained: text,
      sessions: {
        type: 'array',
        maxItems: MAX_SESSIONS,
        items: objectOf(
          {
            events: { type: 'array', minItems: 1, maxItems: MAX_EVENTS, items: text },
            next: text,
          },
          ['events'],
        ),
      },
      products: {
        type: 'object',
        additionalProperties: objectOf({
          name: text,
          category: text,
          price: text,
          amount: { type: 'number' },
          url: address,
        }),
      },
    },
    ['schemaVersion'],
  ),
);

/** The bytes of `showcase.json`; the same showcase gives the same bytes. */
export function serializeShowcase({ products, ...rest }: Showcase): Uint8Array {
  const file: ShowcaseFile = {
    schemaVersion: 1,
    ...rest,
    products: Object.fromEntries(products),
  };
  return new TextEncoder().encode(`${JSON.stringify(file)}\n`);
}

/**
 * Reads a bundle's `showcase.json`.
 *
 * @throws ShowcaseError
 */
export function readShowcase(bytes: Uint8Array): Showcase {
  if (bytes.byteLength > MAX_BYTES) {
    throw new ShowcaseError(`expected at most ${MAX_BYTES} bytes, got ${bytes.byteLength}`);
  }
  const file = parseJson(bytes);
  if (!isShowcaseFile(file)) {
    const [error] = isShowcaseFile.errors ?? [];
    throw new ShowcaseError(`${error?.instancePath || 'it'} ${error?.message ?? 'is malformed'}`);
  }
  const { data, trained, sessions = [], products = {} } = file;
  return {
    ...(data !== undefined && { data }),
    ...(trained !== undefined && { trained }),
    sessions,
    products: new Map(Object.entries(products)),
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ShowcaseError('expected JSON, got something else', { cause });
  }
}

/** What is known of some products: those of which nothing is known are not in it. */
export function productsOf(
  skus: readonly string[],
  products: ReadonlyMap<string, Product>,
): Readonly<Record<string, Product>> | undefined {
  const known = skus.flatMap((sku) => {
    const product = products.get(sku);
    return product === undefined ? [] : [[sku, product] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

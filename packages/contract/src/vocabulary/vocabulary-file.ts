import { VocabularyError } from '../errors.ts';
import { schemaCheck } from '../schema-check.ts';
import { FIRST_ITEM_ID } from './token-ids.ts';

/** Half of a character that takes two UTF-16 units: JSON can escape it, no URL can carry it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Some bytes a SKU; what is parsed takes five times as much memory. */
const MAX_BYTES = 2 ** 27;
/** The largest shops sell some million products; each costs memory and a score in every ranking. */
const MAX_SKUS = 2 ** 22;
const QUOTE = 0x22;

interface VocabularyFile {
  readonly schemaVersion: 1;
  readonly firstItemId: typeof FIRST_ITEM_ID;
  readonly skus: readonly string[];
}

const isVocabularyFile = schemaCheck<VocabularyFile>({
  type: 'object',
  required: ['schemaVersion', 'firstItemId', 'skus'],
  properties: {
    schemaVersion: { const: 1 },
    firstItemId: { const: FIRST_ITEM_ID },
    skus: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  },
});

/** The products that a rec model knows. */
export interface Vocabulary {
  /** By item, most popular first. */
  readonly skus: readonly string[];
  /** The item of each SKU; its token id is `FIRST_ITEM_ID` more. */
  readonly itemOf: ReadonlyMap<string, number>;
}

/** The bytes of `vocabulary.json`. @param skus by item, most popular first */
export function serializeVocabulary(skus: readonly string[]): Uint8Array {
  const file: VocabularyFile = { schemaVersion: 1, firstItemId: FIRST_ITEM_ID, skus };
  return new TextEncoder().encode(`${JSON.stringify(file)}\n`);
}

/**
 * Reads a bundle's `vocabulary.json`.
 *
 * @param bytes `{"schemaVersion": 1, "firstItemId": 2, "skus": [...]}`, most popular first
 * @throws VocabularyError
 */
export function readVocabulary(bytes: Uint8Array): Vocabulary {
  requireBounded(bytes);
  const file = parseJson(bytes);
  if (!isVocabularyFile(file)) {
    const [error] = isVocabularyFile.errors;
    throw new VocabularyError(`${error?.instancePath || 'it'} ${error?.message ?? 'is malformed'}`);
  }
  const { skus } = file;
  const itemOf = new Map(skus.map((sku, item) => [sku, item]));
  if (itemOf.size !== skus.length) {
    throw new VocabularyError(`${skus.length - itemOf.size} of its SKUs are in it twice`);
  }
  const broken = skus.findIndex((sku) => LONE_SURROGATE.test(sku));
  if (broken !== -1) throw new VocabularyError(`/skus/${broken} holds half a character`);
  return { skus, itemOf };
}

/** Before it is parsed: each text has two quotes, and the file has some more. */
function requireBounded(bytes: Uint8Array): void {
  if (bytes.byteLength > MAX_BYTES) {
    throw new VocabularyError(`it has ${bytes.byteLength} bytes, expected at most ${MAX_BYTES}`);
  }
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) quotes += 1;
  if (quotes > 2 * MAX_SKUS + 100) {
    throw new VocabularyError(`it has more than ${MAX_SKUS} SKUs`);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new VocabularyError('it is no JSON', { cause });
  }
}

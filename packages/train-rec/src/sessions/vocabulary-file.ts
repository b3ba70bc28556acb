import { Ajv } from 'ajv';
import { RecommenderFormatError } from '../errors.ts';

/** Token ids at the border of a model: 0 pads, 1 is unknown, item i is i + 2. */
export const FIRST_ITEM_ID = 2;

interface VocabularyFile {
  readonly schemaVersion: 1;
  readonly firstItemId: typeof FIRST_ITEM_ID;
  readonly skus: readonly string[];
}

const SCHEMA = {
  type: 'object',
  required: ['schemaVersion', 'firstItemId', 'skus'],
  properties: {
    schemaVersion: { const: 1 },
    firstItemId: { const: FIRST_ITEM_ID },
    skus: { type: 'array', items: { type: 'string' } },
  },
} as const;

/** The bytes of `vocabulary.json`. @param skus `[item]` */
export function serializeVocabulary(skus: readonly string[]): Uint8Array {
  const file: VocabularyFile = { schemaVersion: 1, firstItemId: FIRST_ITEM_ID, skus };
  return new TextEncoder().encode(`${JSON.stringify(file)}\n`);
}

/**
 * Reads `vocabulary.json`.
 *
 * @returns `[item]` SKUs
 * @throws RecommenderFormatError when it is no such file
 */
export function deserializeVocabulary(bytes: Uint8Array): readonly string[] {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new RecommenderFormatError('a vocabulary.json that is not JSON');
  }
  const validate = new Ajv().compile<VocabularyFile>(SCHEMA);
  if (validate(json)) return json.skus;
  throw new RecommenderFormatError(
    `a vocabulary.json that is not {"schemaVersion": 1, "firstItemId": ${FIRST_ITEM_ID}, "skus": [...]}`,
  );
}

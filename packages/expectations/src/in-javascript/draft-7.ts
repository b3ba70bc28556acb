import { KwargsValueError } from '../errors.ts';

/** Keywords that came after draft 7: to leave them out in silence would let everything pass. */
const LATER = [
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'dependentSchemas',
  'minContains',
];

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Draft 4 has the limit in one keyword and whether it is excluded in another. */
const LIMITS: Readonly<Record<string, string>> = {
  exclusiveMinimum: 'minimum',
  exclusiveMaximum: 'maximum',
};

/** The keywords of one schema object in draft 7, from draft 4 on. */
function keywordsOfDraft7(schema: Members): Members {
  const later = LATER.filter((keyword) => keyword in schema);
  if (later.length > 0) {
    throw new KwargsValueError(
      `json_schema holds ${later.join(', ')}, which came after draft 7. Write it with the keywords of draft 7.`,
    );
  }
  const excluded = Object.keys(LIMITS).filter((keyword) => schema[keyword] === true);
  const replaced = excluded.map((keyword) => LIMITS[keyword]);
  const kept = Object.entries(schema).filter(
    ([keyword, held]) =>
      !replaced.includes(keyword) &&
      !(keyword in LIMITS && typeof held === 'boolean') &&
      !(keyword === '$schema' && /^https?:\/\/json-schema\.org\//.test(String(held))),
  );
  const moved = excluded.map((keyword) => [keyword, schema[LIMITS[keyword] ?? '']] as const);
  return Object.fromEntries([...kept, ...moved]);
}

/** Names that hold data or schemas by name: what is inside them is no keyword of theirs. */
const DATA = ['enum', 'const', 'default', 'examples'];
const BY_NAME = ['properties', 'patternProperties', 'definitions', '$defs', 'dependencies'];

function asDraft7(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asDraft7);
  if (!isMembers(schema)) return schema;
  return Object.fromEntries(
    Object.entries(keywordsOfDraft7(schema)).map(([keyword, held]) => {
      if (DATA.includes(keyword)) return [keyword, held];
      if (!BY_NAME.includes(keyword) || !isMembers(held)) return [keyword, asDraft7(held)];
      const inner = Object.entries(held).map(([name, each]) => [name, asDraft7(each)] as const);
      return [keyword, Object.fromEntries(inner)];
    }),
  );
}

/** A schema of draft 4, 6 or 7 for a validator of draft 7; throws KwargsValueError for keywords of later ones. */
export function draft7Of(schema: object): Members {
  const known = asDraft7(schema);
  return isMembers(known) ? known : {};
}

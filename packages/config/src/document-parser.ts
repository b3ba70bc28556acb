import { Ajv, type SchemaObject, type ErrorObject } from 'ajv';
import type { ConfigIssue } from './config-issue.ts';
import { ConfigError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** A JSON Schema whose parts may say in words what they expect. */
export type DocumentSchema = SchemaObject;

/** Lists that go through every member would bury the message. */
const MOST_NAMED = 20;

/**
 * Makes the parser of a nested document: a schema of any depth, errors with the whole way to each wrong key.
 *
 * A part of the schema says what it expects by `expected`, an annotation of ours; without one, ajv's words are used.
 * Of an `anyOf` whose members all fail, one issue is told.
 *
 * @param schema JSON Schema, draft 7
 * @param toError makes the error that the parser throws
 */
// As with ajv's own compile, who writes the schema names the type
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function documentParser<Document>(
  schema: DocumentSchema,
  toError: (issues: readonly ConfigIssue[]) => Error = (issues) =>
    new ConfigError('the document', issues),
): (json: unknown) => Document {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
  return (json) => {
    const validate = ajv.compile<Document>(schema);
    if (validate(json)) return json;
    const issues = new Map<string, ConfigIssue>();
    for (const error of outermost(validate.errors ?? [])) {
      const issue = issueOf(error);
      if (!issues.has(issue.key)) issues.set(issue.key, issue);
    }
    throw toError([...issues.values()]);
  };
}

/** Without those that say why a member of an `anyOf` did not fit: the `anyOf` itself says it. */
function outermost(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf');
  return errors.filter(
    ({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(`${choice.schemaPath}/`)),
  );
}

function issueOf(error: ErrorObject): ConfigIssue {
  const key = keyAt(error.instancePath);
  const parent = asRecord(error.data);
  const unknownKey: unknown = error.params['additionalProperty'];
  if (typeof unknownKey === 'string') {
    const known = Object.keys(asRecord(error.parentSchema?.['properties']));
    const nearest = nearestName(unknownKey, known);
    return {
      key: joined(key, unknownKey),
      value: parent[unknownKey],
      expected: `one of the keys ${known.join(', ')}`,
      ...(nearest === undefined ? {} : { nearest }),
    };
  }
  const missing: unknown = error.params['missingProperty'];
  if (typeof missing === 'string') {
    const property = asRecord(asRecord(error.parentSchema?.['properties'])[missing]);
    return { key: joined(key, missing), value: undefined, expected: wordsOf(property, error) };
  }
  return {
    key: key === '' ? 'document' : key,
    value: error.data,
    expected: wordsOf(asRecord(error.parentSchema), error),
  };
}

function wordsOf(schema: Readonly<Record<string, unknown>>, error: ErrorObject): string {
  if (typeof schema['expected'] === 'string') return schema['expected'];
  const members: unknown = schema['enum'];
  if (Array.isArray(members)) return `one of ${members.slice(0, MOST_NAMED).join(', ')}`;
  return error.message ?? 'another value';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A JSON Pointer (RFC 6901) as a programmer writes it: `/sources/0/time` -> `sources[0].time`. */
function keyAt(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : joined(path, part)), '');
}

import { randomUUID } from 'node:crypto';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { KwargsValueError } from '../errors.ts';
import { draft7Of } from './draft-7.ts';
import { cutShort, shown } from '../shown.ts';
import { timed } from './timed.ts';

function compile(schema: unknown): ValidateFunction {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null)) {
    throw new KwargsValueError(`json_schema must be a JSON Schema, came ${shown(schema)}.`);
  }
  try {
    return new Ajv({ strict: false, logger: false, validateFormats: false }).compile(
      typeof schema === 'boolean' ? schema : draft7Of(schema),
    );
  } catch (error) {
    if (error instanceof KwargsValueError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new KwargsValueError(`json_schema is not a valid JSON Schema: ${cutShort(reason)}.`);
  }
}

/** A JSON Schema as text; throws KwargsValueError if it is not a JSON Schema. */
export function checkJsonSchema(schema: unknown): string {
  compile(schema);
  return JSON.stringify(schema);
}

/** A JSON text's strings, and the numbers that Python's JSON has beyond them. */
const STRING_OR_PYTHON = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs;

/** JSON as Python reads it, with its NaN and Infinity; null where a text holds none. */
function parseAsPython(given: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(given) };
  } catch {
    if (!/NaN|Infinity/.test(given)) return null;
  }
  const mark = randomUUID();
  const marked = given.replaceAll(STRING_OR_PYTHON, (token) =>
    token.startsWith('"') ? token : `"${mark}${token}"`,
  );
  try {
    const value: unknown = JSON.parse(marked, (_, held: unknown) =>
      typeof held === 'string' && held.startsWith(mark) ? Number(held.slice(mark.length)) : held,
    );
    return { value };
  } catch {
    return null;
  }
}

/** A test whether a text holds JSON that fits the schema in `schemaText`. */
export function jsonSchemaTest(schemaText: string): (value: string) => boolean {
  const fits = compile(JSON.parse(schemaText));
  return timed(
    (value) => {
      const json = parseAsPython(value);
      return json !== null && fits(json.value);
    },
    `The json_schema ${shown(schemaText)}`,
    'Write its patterns without nested repetition.',
  );
}

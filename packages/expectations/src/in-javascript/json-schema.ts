import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { KwargsValueError } from '../errors.ts';
import { draft7Of } from './draft-7.ts';

function compile(schema: unknown): ValidateFunction {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null)) {
    throw new KwargsValueError(
      `json_schema must be a JSON Schema, came ${JSON.stringify(schema)}.`,
    );
  }
  try {
    return new Ajv({ strict: false, logger: false, validateFormats: false }).compile(
      typeof schema === 'boolean' ? schema : draft7Of(schema),
    );
  } catch (error) {
    if (error instanceof KwargsValueError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new KwargsValueError(`json_schema is not a valid JSON Schema: ${reason}.`);
  }
}

/** A JSON Schema as text; throws KwargsValueError where it is none. */
export function checkJsonSchema(schema: unknown): string {
  compile(schema);
  return JSON.stringify(schema);
}

/** A test whether a text holds JSON that fits the schema in `schemaText`. */
export function jsonSchemaTest(schemaText: string): (value: string) => boolean {
  const fits = compile(JSON.parse(schemaText));
  return (value) => {
    try {
      const parsed: unknown = JSON.parse(value);
      return fits(parsed);
    } catch {
      return false;
    }
  };
}

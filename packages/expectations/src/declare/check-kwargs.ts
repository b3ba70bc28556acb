import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { roundedNumbers } from '../exact/plain.ts';
import { objectSchema } from './fields.ts';
import type { Fields, KwargsOf } from './fields.ts';
import { cutShort, shown } from '../shown.ts';

const ARTICLES: Readonly<Record<string, string>> = { integer: 'an integer', array: 'a list' };
const NAMES: Readonly<Record<string, string>> = { number: 'float', array: 'list' };

function param(error: ErrorObject, name: string): unknown {
  const params: Readonly<Record<string, unknown>> = error.params;
  return params[name];
}

function inWords(error: ErrorObject): string {
  const where = cutShort(error.instancePath.slice(1).replaceAll('/', '.'));
  const value = shown(error.data);
  switch (error.keyword) {
    case 'required':
      return `${String(param(error, 'missingProperty'))} is missing`;
    case 'additionalProperties':
      return where === ''
        ? `${cutShort(String(param(error, 'additionalProperty')))} is not one of its kwargs`
        : `${where} has no ${cutShort(String(param(error, 'additionalProperty')))}`;
    case 'type': {
      const types = [param(error, 'type')].flat().map(String);
      const wanted = types.map((type) => ARTICLES[type] ?? `a ${type}`).join(' or ');
      return `${where} must be ${wanted}, came ${value}, which is not a valid ${types.map((type) => NAMES[type] ?? type).join(' or ')}`;
    }
    case 'minimum':
      return `${where} must be greater than or equal to ${String(param(error, 'limit'))}, came ${value}`;
    case 'maximum':
      return `${where} must be less than or equal to ${String(param(error, 'limit'))}, came ${value}`;
    case 'enum':
      return `${where} came as ${value}, not a valid enumeration member; permitted: ${shown(param(error, 'allowedValues'))}`;
    default:
      return `${where} ${error.message ?? 'is wrong'}, came ${value}`;
  }
}

/** What is wrong with some kwargs (one line each), or the kwargs themselves. */
export type CheckedKwargs<K> =
  { readonly problems: readonly string[] } | { readonly problems: null; readonly kwargs: K };

/** One for all: its own schema is compiled once. Schemas are ours, so they need no check. */
let ajv: Ajv | undefined;

/** The kwargs whose numbers are handed on as they were given. */
function exactOf(given: unknown, fields: Fields): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => Object.hasOwn(fields, name) && fields[name]?.keepsExact === true,
    ),
  );
}

/** A check that unknown kwargs fit the fields; compiled on first use. */
export function kwargsChecker<F extends Fields>(
  fields: F,
): (given: unknown) => CheckedKwargs<KwargsOf<F>> {
  let validate: ValidateFunction<KwargsOf<F>> | undefined;
  return (given) => {
    ajv ??= new Ajv({
      allErrors: true,
      verbose: true,
      allowUnionTypes: true,
      meta: false,
      validateSchema: false,
      // A suite asks each check once or a few times: compiling it is what takes time
      strict: false,
      code: { optimize: false },
    });
    validate ??= ajv.compile<KwargsOf<F>>(objectSchema(fields));
    const rounded = roundedNumbers(given);
    if (validate(rounded)) {
      return { problems: null, kwargs: { ...rounded, ...exactOf(given, fields) } };
    }
    const errors = (validate.errors ?? []).filter(
      // `optional` is anyOf [schema, null]: the null branch only repeats the complaint, as does an if.
      (error) =>
        error.keyword !== 'anyOf' &&
        error.keyword !== 'if' &&
        !(error.keyword === 'type' && param(error, 'type') === 'null'),
    );
    return { problems: [...new Set(errors.map(inWords))] };
  };
}

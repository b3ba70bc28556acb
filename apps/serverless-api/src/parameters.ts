import { compileSchema } from './compile-schema.ts';
import { MissingParameterError } from './errors.ts';
import { nearestOf } from './nearest.ts';

interface Parameters {
  readonly session: string;
}

const areParameters = compileSchema<Parameters>({
  type: 'object',
  required: ['session'],
  properties: { session: { type: 'string' } },
});

/**
 * The `session` of a query string; other parameters are not read.
 *
 * @param query - as API Gateway hands it over (null or undefined without a query string)
 * @param example - a query string that works, for the message
 * @throws MissingParameterError
 */
export function readSession(query: unknown, example: string): string {
  const candidate: unknown = query ?? {};
  if (areParameters(candidate)) return candidate.session;
  const names = typeof candidate === 'object' && candidate !== null ? Object.keys(candidate) : [];
  const mistyped = names.find((name) => nearestOf(name, ['session']) !== undefined);
  throw new MissingParameterError(example, mistyped);
}

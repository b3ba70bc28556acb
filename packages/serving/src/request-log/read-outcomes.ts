import { RequestError } from '../errors.ts';
import { shown } from '../shown.ts';
import type { Outcome } from './log-lines.ts';

/** Outcomes of one request: a shop sends those of some minutes together. */
export const MAX_OUTCOMES = 1_000;
/** Of these outcomes, ids and SKUs of a hundred characters among them. */
export const MAX_OUTCOMES_BYTES = 2 ** 20;

const MAX_ID_CHARACTERS = 128;
const MAX_SKU_CHARACTERS = 256;
/** As many as a batch of /invocations may have, and more. */
const MAX_INSTANCE = 1_000_000;

const FIELDS: readonly string[] = ['requestId', 'instance', 'purchased', 'next'];

/** The body sent to /outcomes is not a list of outcomes. */
export class OutcomesError extends RequestError {
  readonly code = 'outcomes_invalid';

  constructor(where: string, expected: string, got: string) {
    super(`Reading the outcomes: ${where}: expected ${expected}, got ${got}.`);
  }
}

/**
 * The outcomes in the body of `POST /outcomes`.
 *
 * @param body parsed JSON, `{"outcomes": [{"requestId", "instance"?, "purchased" or "next"}]}`
 * @throws OutcomesError for the first that is wrong; none is taken then
 */
export function readOutcomes(body: unknown): readonly Outcome[] {
  const list = isObject(body) ? body['outcomes'] : undefined;
  if (!Array.isArray(list) || list.length === 0) {
    throw new OutcomesError('the body', '{"outcomes": [...]} with one at least', typeOf(list));
  }
  if (list.length > MAX_OUTCOMES) {
    throw new OutcomesError('outcomes', `at most ${MAX_OUTCOMES}`, String(list.length));
  }
  return list.map((value: unknown, place) => readOutcome(value, `outcomes[${place}]`));
}

function readOutcome(value: unknown, where: string): Outcome {
  if (!isObject(value)) throw new OutcomesError(where, 'an object', typeOf(value));
  const { requestId, instance = 0, purchased, next } = value;
  const strange = Object.keys(value).find((name) => !FIELDS.includes(name));
  if (strange !== undefined) {
    throw new OutcomesError(where, `no field but ${FIELDS.join(', ')}`, shown(strange));
  }
  if (!isText(requestId, MAX_ID_CHARACTERS)) {
    throw new OutcomesError(
      `${where}.requestId`,
      `the x-request-id of an answer (1 to ${MAX_ID_CHARACTERS} characters)`,
      typeOf(requestId),
    );
  }
  if (!isInstance(instance)) {
    throw new OutcomesError(`${where}.instance`, 'a whole number from 0', typeOf(instance));
  }
  if ((purchased === undefined) === (next === undefined)) {
    throw new OutcomesError(
      where,
      'either purchased (intent) or next (rec)',
      purchased === undefined ? 'neither' : 'both',
    );
  }
  if (purchased !== undefined && typeof purchased !== 'boolean') {
    throw new OutcomesError(`${where}.purchased`, 'true or false', typeOf(purchased));
  }
  if (next !== undefined && !isText(next, MAX_SKU_CHARACTERS)) {
    throw new OutcomesError(
      `${where}.next`,
      `the SKU of the product that came next (1 to ${MAX_SKU_CHARACTERS} characters)`,
      typeOf(next),
    );
  }
  return {
    requestId,
    instance,
    ...(purchased === undefined ? {} : { purchased }),
    ...(next === undefined ? {} : { next }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= most;
}

function isInstance(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_INSTANCE;
}

/** What came, without repeating it: it may be of any length. */
function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  return typeof value === 'object' ? 'an object' : typeof value;
}

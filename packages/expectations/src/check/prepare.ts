import type { BoundExpectation } from '../declare/expectation.ts';
import { kwargsChecker } from '../declare/check-kwargs.ts';
import { CONDITION_PARSERS } from '../condition/row-condition.ts';
import { exact, oneOf, optional } from '../declare/fields.ts';
import type { Registry } from '../declare/registry.ts';
import { ExpectationsError, InvalidSuiteError } from '../errors.ts';
import { momentsAsTexts, plainKwargs } from '../exact/plain.ts';
import type { SuiteProblem } from '../errors.ts';
import { RESULT_FORMAT, resultFormat } from '../result/result-format.ts';
import type { ResultFormat } from '../result/result-format.ts';
import { whyDropped } from '../suite/dropped-expectations.ts';
import { readOlderKwargs } from '../suite/older-kwargs.ts';
import { resolveParameters } from '../suite/parameters.ts';
import type { Parameters } from '../suite/parameters.ts';
import type { ExpectationConfig, Suite } from '../suite/suite.ts';
import { cutShort, shownName } from '../shown.ts';

/** An expectation of a suite, known and with kwargs that fit. */
export interface Prepared {
  readonly config: ExpectationConfig;
  readonly bound: BoundExpectation;
  /** A text, or an object of GX 1.8 and later. */
  readonly rowCondition: unknown;
  readonly conditionParser: string | null;
  /** Its own, where the suite gives one; else that of the run. */
  readonly format: ResultFormat | null;
}

/** Kwargs that every expectation takes. */
const SHARED = {
  row_condition: optional(exact<unknown>({ type: ['string', 'object'] })),
  condition_parser: optional(oneOf(...CONDITION_PARSERS)),
  result_format: optional(RESULT_FORMAT),
};

const checkShared = kwargsChecker(SHARED);
const NONE_SHARED = {
  problems: null,
  kwargs: { row_condition: null, condition_parser: null, result_format: null },
} as const;

type Kwargs = Readonly<Record<string, unknown>>;

function pick(kwargs: Kwargs, isPicked: (name: string) => boolean): Kwargs {
  return Object.fromEntries(Object.entries(kwargs).filter(([name]) => isPicked(name)));
}

function resolved(config: ExpectationConfig, parameters: Parameters, nowMs: number): Kwargs {
  return Object.fromEntries(
    Object.entries(config.kwargs).map(([name, value]) => [
      name,
      momentsAsTexts(resolveParameters(value, parameters, nowMs)),
    ]),
  );
}

function prepareOne(
  config: ExpectationConfig,
  known: Registry,
  parameters: Parameters,
  nowMs: number,
): Prepared | readonly string[] {
  const expectation = known.find(config.type);
  if (expectation === undefined) {
    const dropped = whyDropped(config.type);
    if (dropped !== undefined) return [`${config.type}: ${dropped}`];
    const nearest = known.nearest(config.type);
    const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    return [`unknown expectation ${shownName(config.type)}.${guess}`];
  }
  let kwargs: Kwargs;
  try {
    kwargs = resolved(config, parameters, nowMs);
  } catch (error) {
    if (error instanceof ExpectationsError) return [`${cutShort(config.type)}: ${error.message}`];
    throw error;
  }
  const givenShared = pick(kwargs, (name) => Object.hasOwn(SHARED, name));
  // Few expectations have one, and the check is compiled on its first use
  const shared = Object.keys(givenShared).length === 0 ? NONE_SHARED : checkShared(givenShared);
  const own = pick(kwargs, (name) => !Object.hasOwn(SHARED, name));
  const older = readOlderKwargs(config.type, own);
  const binding = expectation.bind(older.kwargs);
  const unread = [...(shared.problems ?? []), ...older.problems];
  if (binding.problems === null && shared.problems === null && older.problems.length === 0) {
    const { row_condition: rowCondition, result_format: format } = shared.kwargs;
    const { condition_parser: parser } = shared.kwargs;
    return {
      // Results go through JSON, which has no bigint
      config: {
        ...config,
        kwargs: plainKwargs(kwargs),
        ...(config.meta !== undefined && { meta: plainKwargs(config.meta) }),
      },
      bound: older.adapt(binding.bound),
      // GX takes an empty text for no condition
      rowCondition: rowCondition === '' ? null : (rowCondition ?? null),
      conditionParser: parser ?? null,
      format: format == null ? null : resultFormat(format),
    };
  }
  const problems = [...unread, ...(binding.problems ?? [])];
  return problems.map((problem) => `${config.type}: ${problem}.`);
}

/**
 * Finds every expectation of a suite, fills in its parameters and checks its kwargs;
 * throws InvalidSuiteError with all problems.
 */
export function prepare(
  suite: Suite,
  known: Registry,
  parameters: Parameters,
  nowMs: number,
): readonly Prepared[] {
  const problems: SuiteProblem[] = [];
  const prepared: Prepared[] = [];
  for (const [at, config] of suite.expectations.entries()) {
    const one = prepareOne(config, known, parameters, nowMs);
    if ('bound' in one) prepared.push(one);
    else for (const message of one) problems.push({ at, type: config.type, message });
  }
  if (problems.length > 0) throw new InvalidSuiteError(suite.name, problems);
  return prepared;
}

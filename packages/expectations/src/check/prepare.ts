import { InvalidSuiteError } from '../errors.ts';
import type { SuiteProblem } from '../errors.ts';
import type { BoundExpectation } from '../declare/expectation.ts';
import type { Registry } from '../declare/registry.ts';
import type { ExpectationConfig, Suite } from '../suite/suite.ts';

/** An expectation of a suite, known and with kwargs that fit. */
export interface Prepared {
  readonly config: ExpectationConfig;
  readonly bound: BoundExpectation;
}

/** Kwargs that old suites carry and that are settings of a run, not of an expectation. */
const RUN_SETTINGS = ['result_format', 'include_config', 'catch_exceptions', 'batch_id'];

function prepareOne(config: ExpectationConfig, known: Registry): Prepared | readonly string[] {
  const expectation = known.find(config.type);
  if (expectation === undefined) {
    const nearest = known.nearest(config.type);
    const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    return [`unknown expectation "${config.type}".${guess}`];
  }
  const kwargs = Object.fromEntries(
    Object.entries(config.kwargs).filter(([name]) => !RUN_SETTINGS.includes(name)),
  );
  const binding = expectation.bind(kwargs);
  if (binding.problems === null) return { config, bound: binding.bound };
  return binding.problems.map((problem) => `${config.type}: ${problem}.`);
}

/** Finds every expectation of a suite and checks its kwargs; throws InvalidSuiteError with all problems. */
export function prepare(suite: Suite, known: Registry): readonly Prepared[] {
  const problems: SuiteProblem[] = [];
  const prepared: Prepared[] = [];
  for (const [at, config] of suite.expectations.entries()) {
    const one = prepareOne(config, known);
    if ('bound' in one) prepared.push(one);
    else problems.push(...one.map((message) => ({ at, type: config.type, message })));
  }
  if (problems.length > 0) throw new InvalidSuiteError(suite.name, problems);
  return prepared;
}

import type { Expectation } from '../declare/expectation.ts';
import type { ExpectationConfig } from '../suite/suite.ts';
import type { AnyTyped, Methods } from './given-kwargs.ts';
import { camelCase } from './names.ts';
import { methodName, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';

type Given = Readonly<Record<string, unknown>>;

/** Settings of an expectation that stand beside its kwargs in a suite. */
const BESIDE_KWARGS = ['severity', 'description', 'notes', 'meta', 'id'];

/** Kwargs that every expectation takes. */
const SHARED_KWARGS = ['row_condition', 'condition_parser', 'result_format'];

/** What is given in camelCase, as a suite has it; an unknown name stays, for `validate` to report. */
function configOf({ type, kwargs: schema }: Expectation, filled: Given, given: Given) {
  const own = Object.keys(schema['properties'] ?? {});
  const byCamelCase = new Map([...SHARED_KWARGS, ...own].map((name) => [camelCase(name), name]));
  const kwargs: Record<string, unknown> = { ...filled };
  const beside: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (BESIDE_KWARGS.includes(name) && !own.includes(name)) beside[name] = value;
    else kwargs[byCamelCase.get(name) ?? name] = value;
  }
  return { type, kwargs, ...beside };
}

type Method = (given?: Given) => object;

/** Names and arguments follow from one declaration by the same rules in types and here (subject.ts). */
function areMethods<E extends AnyTyped, S extends Subject>(
  methods: Readonly<Record<string, Method>>,
  known: readonly E[],
  subject: S,
): methods is Readonly<Record<string, Method>> & Methods<E, S> {
  return known.every(
    (each) => subjectOf(each) !== subject || Object.hasOwn(methods, methodName(each.type, subject)),
  );
}

/** The methods of a subject: each adds one expectation and returns them all again. */
export function methodsOf<E extends AnyTyped, S extends Subject>(
  known: readonly E[],
  subject: S,
  filled: Given,
  add: (config: ExpectationConfig) => void,
): Methods<E, S> {
  const methods: Record<string, Method> = {};
  for (const expectation of known) {
    if (subjectOf(expectation) !== subject) continue;
    methods[methodName(expectation.type, subject)] = (given = {}) => {
      add(configOf(expectation, filled, given));
      return methods;
    };
  }
  if (areMethods(methods, known, subject)) return methods;
  throw new TypeError(`The methods of a ${subject} are not those of its expectations.`);
}

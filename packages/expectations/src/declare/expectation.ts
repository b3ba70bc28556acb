import type { Metrics } from '../plan/metric.ts';
import type { MetricValues } from '../plan/metric-values.ts';
import type { ResultFormat } from '../result/result-format.ts';
import type { TableShape } from '../source/table-shape.ts';
import { kwargsChecker } from './check-kwargs.ts';
import { objectSchema } from './fields.ts';
import type { Fields, JsonSchema, KwargsOf } from './fields.ts';

/** What an expectation finds: whether it holds, and the keys of GX's `result`. */
export interface Judgement {
  readonly success: boolean;
  readonly result: Readonly<Record<string, unknown>>;
}

/** The rows that fail an expectation, in SQL over the rows in question. */
export interface FailingRows {
  /** Which rows fail, told by each row alone; null where other rows decide it too. */
  readonly condition: string | null;
  /** The failing rows as SQL to put after FROM; `numbered`: the rows in question with their positions. */
  readonly relation: (numbered: string) => string;
}

/** An expectation at work: what it must know, and what it makes of it. */
export interface Check {
  readonly metrics: Metrics;
  /** A second round of metrics, wanted only once the first are known (failing rows, for one). */
  next?(values: MetricValues): Metrics;
  judge(values: MetricValues): Judgement;
  /** The rows that fail, where rows do and some failed; null or left out where it is about the whole table. */
  failingRows?(values: MetricValues): FailingRows | null;
}

/** What a check is made from besides its kwargs. */
export interface CheckContext {
  readonly table: TableShape;
  readonly format: ResultFormat;
  /** The rows in question, as SQL to put after FROM: all of the batch, or those of a row condition. */
  readonly rows: string;
  /** Another table of the run by its name, as SQL to put after FROM; throws KwargsValueError. */
  readonly otherTable: (name: string) => string;
}

/** Kwargs bound to their expectation: ready to be checked against any table. */
export type BoundExpectation = (context: CheckContext) => Check;

/** Kwargs that fit, or what is wrong with them. */
export type Binding =
  | { readonly problems: readonly string[] }
  | { readonly problems: null; readonly bound: BoundExpectation };

/** An expectation as the library runs it: built-in ones and yours alike. */
export interface Expectation {
  readonly type: string;
  readonly summary: string;
  /** JSON Schema of its kwargs, without those that every expectation takes. */
  readonly kwargs: JsonSchema;
  bind(kwargs: Readonly<Record<string, unknown>>): Binding;
}

/** An expectation whose type and kwargs TypeScript knows: what the fluent suite builder needs. */
export interface TypedExpectation<Type extends string, F extends Fields> extends Expectation {
  readonly type: Type;
  /** The fields of its kwargs, by the names that suites use. */
  readonly fields: F;
}

/** What `defineExpectation` takes. */
export interface ExpectationDeclaration<F extends Fields, Type extends string = string> {
  /** snake_case, as suites name it: `expect_...`. */
  readonly type: Type;
  /** One sentence for people. */
  readonly summary: string;
  readonly kwargs: F;
  /** Throws MissingColumnError (by `table.column`) or KwargsValueError. */
  check(kwargs: KwargsOf<F>, context: CheckContext): Check;
}

/**
 * Declares an expectation: kwargs once (JSON Schema and types), metrics in SQL, a judgement.
 *
 * @example
 * const expectFewRows = defineExpectation({
 *   type: 'expect_few_rows',
 *   summary: 'The table has at most `limit` rows.',
 *   kwargs: { limit: integer() },
 *   check: ({ limit }) => ({
 *     metrics: { rows: aggregate('count(*)') },
 *     judge: (values) => ({
 *       success: values.count('rows') <= limit,
 *       result: { observed_value: values.count('rows') },
 *     }),
 *   }),
 * });
 */
export function defineExpectation<F extends Fields, const Type extends string>(
  declaration: ExpectationDeclaration<F, Type>,
): TypedExpectation<Type, F> {
  const checkKwargs = kwargsChecker(declaration.kwargs);
  return {
    type: declaration.type,
    summary: declaration.summary,
    kwargs: objectSchema(declaration.kwargs),
    fields: declaration.kwargs,
    bind(given) {
      const checked = checkKwargs(given);
      if (checked.problems !== null) return checked;
      const { kwargs } = checked;
      return { problems: null, bound: (context) => declaration.check(kwargs, context) };
    },
  };
}

/** Everything that an expectation of your own is made of; the built-in ones have no more. */
export { isBetween, RANGE } from './builtin/between.ts';
export type { Range } from './builtin/between.ts';
export { defineExpectation } from './declare/expectation.ts';
export type {
  Check,
  CheckContext,
  Expectation,
  ExpectationDeclaration,
  FailingRows,
  Judgement,
  TypedExpectation,
} from './declare/expectation.ts';
export {
  anything,
  boolean,
  finite,
  fraction,
  integer,
  listOf,
  oneOf,
  optional,
  scalar,
  scalars,
  string,
  strings,
} from './declare/fields.ts';
export type { Field, Fields, HeldBy, JsonSchema, KwargsOf, Scalar } from './declare/fields.ts';
export { defineMapExpectation } from './declare/map-expectation.ts';
export type { MapDeclaration, RowRule, WithMostly } from './declare/map-expectation.ts';
export { aggregate, query, ROW_NUMBER } from './plan/metric.ts';
export type { Metric, Metrics, QueryMerge, RowsInQuestion } from './plan/metric.ts';
export { MetricValues } from './plan/metric-values.ts';
export { all, any, identifier, number, text } from './sql/quote.ts';

export { runActions } from './actions/call-actions.ts';
export type { CheckpointAction, CheckpointEvent } from './actions/call-actions.ts';
export { runCommand } from './actions/run-command.ts';
export type { CommandOptions } from './actions/run-command.ts';
export { sendSlack } from './actions/send-slack.ts';
export type { SlackOptions } from './actions/send-slack.ts';
export { sendWebhook } from './actions/send-webhook.ts';
export type { WebhookOptions } from './actions/send-webhook.ts';
export type { CheckSummary, FailureSummary } from './actions/summary.ts';
export { ActionError } from './actions/action-error.ts';
export { BUILT_IN } from './builtin/index.ts';
export type { BuiltIn } from './builtin/index.ts';
export type { Progress } from './check/evaluate.ts';
export { runCheckpoint } from './check/run-checkpoint.ts';
export type { CheckpointOptions, CheckpointValidationOptions } from './check/run-checkpoint.ts';
export { validatePartitions } from './check/validate-partitions.ts';
export type { ValidatePartitionsOptions } from './check/validate-partitions.ts';
export { validate } from './check/validate.ts';
export type { ValidateOptions } from './check/validate.ts';
export {
  ExpectationsError,
  FailedQueryError,
  KwargsValueError,
  InvalidSuiteError,
  MissingColumnError,
  PartitionMismatchError,
  UnmergeableMetricError,
  UnreadableSourceError,
} from './errors.ts';
export type { SuiteProblem } from './errors.ts';
export { parameter } from './fluent/given-kwargs.ts';
export type {
  AnyTyped,
  GivenKwargs,
  Methods,
  ParameterReference,
  SharedSettings,
} from './fluent/given-kwargs.ts';
export { suite, SuiteBuilder } from './fluent/suite-builder.ts';
export type { SuiteOptions } from './fluent/suite-builder.ts';
export * from './plugin.ts';
export type {
  ActionFailure,
  CheckpointResult,
  CheckpointStatistics,
  CheckpointValidation,
} from './result/checkpoint-result.ts';
export type { BadRows } from './result/bad-rows.ts';
export { formatFailures } from './result/format-failures.ts';
export { RESULT_FORMATS } from './result/result-format.ts';
export type {
  ResultFormat,
  ResultFormatName,
  ResultFormatOptions,
} from './result/result-format.ts';
export { severityOf, worstFailure } from './result/severity.ts';
export type {
  ExceptionInfo,
  ExpectationResult,
  Statistics,
  ValidationResult,
} from './result/validation-result.ts';
export { MalformedCsvError, UnpackLimitError } from './source/csv/csv-errors.ts';
export type { CsvProblem } from './source/csv/csv-errors.ts';
export { ENCODINGS, NULL_TEXTS } from './source/csv/csv-options.ts';
export type { CsvOptions, Encoding } from './source/csv/csv-options.ts';
export type { CsvFileReading, CsvReading } from './source/csv/csv-reading.ts';
export { MalformedJsonLinesError } from './source/jsonl/json-lines-errors.ts';
export type { JsonLinesProblem } from './source/jsonl/json-lines-errors.ts';
export type { JsonLinesOptions } from './source/jsonl/json-lines-options.ts';
export type { JsonLinesReading } from './source/jsonl/json-lines-reading.ts';
export type { Readings } from './source/readings.ts';
export type { Arrow, ArrowTable, ArrowType } from './source/arrow.ts';
export type { PlainRow, PlainValue } from './source/plain-value.ts';
export type { LoadedSource, Row, Source } from './source/source.ts';
export type { Column, ColumnKind, TableShape } from './source/table-shape.ts';
export { defineSuite } from './suite/define-suite.ts';
export type { InferRow } from './suite/infer-row.ts';
export type { ColumnTypeName } from './source/type-names.ts';
export { readSuite } from './suite/read-suite.ts';
export { exactJson, parseExactJson } from './exact/json.ts';
export { LongDecimal } from './exact/number.ts';
export { writeSuite } from './suite/write-suite.ts';
export type { Parameters } from './suite/parameters.ts';
export { SEVERITIES } from './suite/suite.ts';
export type {
  ExpectationConfig,
  GivenExpectation,
  GivenResultFormat,
  GivenSuite,
  Severity,
  Suite,
} from './suite/suite.ts';
export { PROFILE_DEFAULTS } from './profile/options.ts';
export type { ProfileOptions, ProfileProgress } from './profile/options.ts';
export { profile } from './profile/profile.ts';
export type { Profile } from './profile/profile.ts';
export type { Proposal } from './profile/proposal.ts';
export { driftSuite } from './drift/drift-suite.ts';
export { DRIFT } from './drift/expectations.ts';
export { summarise, SUMMARISE_DEFAULTS } from './drift/summarise.ts';
export type { SummariseOptions } from './drift/summarise.ts';
export type {
  BatchSummary,
  CategoriesSummary,
  ColumnSummary,
  NumbersSummary,
} from './drift/summary.ts';
export { UnreadableRecordError } from './docs/docs-errors.ts';
export { profileColumns } from './docs/profile/profile-columns.ts';
export type {
  ColumnProfile,
  DataProfile,
  Histogram,
  ValueCount,
} from './docs/profile/data-profile.ts';
export { describeExpectation } from './docs/words/describe-expectation.ts';
export { writeDataDocs } from './docs/write-data-docs.ts';
export type { DataDocs, DataDocsOptions } from './docs/write-data-docs.ts';

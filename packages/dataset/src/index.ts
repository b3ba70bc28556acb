export {
  DatasetError,
  DatasetNotFoundError,
  DiskFullError,
  EngineError,
  InvalidKeyError,
  InvalidManifestError,
  InvalidOptionError,
  InvalidStoreUrlError,
  MemoryLimitError,
  ObjectConflictError,
  ObjectDamagedError,
  ObjectNotFoundError,
  StorageError,
  TableDamagedError,
  TableNotFoundError,
  UnknownStoreError,
} from './errors.ts';

export type { ColumnKind, ColumnSchema, TableSchema } from './schema/table-schema.ts';
export type { TableRow } from './schema/rows.ts';
export {
  EVENT_TYPES,
  PRICE_BUCKETS,
  PRODUCT_ACTIONS,
  TABLES,
  TABLE_NAMES,
  VECTOR_LENGTH,
  type TableName,
} from './schema/tables.ts';

export {
  claimDeletion,
  DELETION_LEASE_MS,
  DeletionUnderWayError,
  type DeletionClaim,
} from './store/deletion-claim.ts';
export { guardWrites, type GuardOptions } from './store/guard-writes.ts';
export type {
  ObjectEntry,
  ObjectHead,
  ObjectStore,
  VersionedObject,
} from './store/object-store.ts';
export { openStore, type StoreOptions } from './store/open-store.ts';
export { raceCreates } from './store/race-creates.ts';
export { KMS_ACTIONS, S3_ACCESS, type S3Access } from './store/s3/s3-access.ts';
export { S3Error } from './store/s3/s3-errors.ts';
export type { S3Fault } from './store/s3/s3-fault.ts';
export { S3_ENCRYPTIONS, type S3Encryption, type S3Options } from './store/s3/s3-options.ts';
export { requireWritable } from './store/require-writable.ts';
export { meaningOfSystemCode } from './faults/system-codes.ts';
export { sweepStore } from './leftovers/sweep.ts';
export { makeTemporaryFolder } from './leftovers/temporary-folder.ts';

export type { EngineOptions } from './engine/engine.ts';
export type { OnProgress, Progress } from './engine/progress.ts';

export { DUPLICATE_RULES, type DuplicateRule } from './upload/duplicate-rows.ts';
export {
  manifestDigest,
  manifestKey,
  readManifest,
  tableKey,
  type DatasetManifest,
  type TableManifest,
} from './upload/manifest.ts';
export type { RowExample, RowProblem, RowProblemKind } from './upload/row-problems.ts';
export {
  ColumnsMismatchError,
  CorruptSourceError,
  EmptySourceError,
  InvalidRowsError,
  InvalidSourcesError,
  NoRowsError,
  SourceChangedError,
  SourceError,
  SourceFormatError,
  SourceNotAFileError,
  SourceNotFoundError,
  UnpackLimitError,
  UnreadableSourceError,
} from './upload/source-errors.ts';
export { publishDataset, type PublishOptions } from './upload/publish-dataset.ts';
export { sweepTables, type SweepOptions } from './upload/sweep-tables.ts';
export { unnamedTables, type TableFile } from './upload/unnamed-tables.ts';
export { cacheOnDisk, type CachedCopy } from './store/s3/cache-on-disk.ts';
export { tablePath } from './upload/table-file.ts';
export {
  uploadDataset,
  type UploadOptions,
  type UploadResult,
  type UploadSources,
} from './upload/upload-dataset.ts';

export { LONG_SESSION_RULES, type LongSessionRule } from './transform/long-sessions.ts';
export { LongSessionsError, type LongSession } from './transform/transform-errors.ts';
export {
  PLACEHOLDER_SKUS,
  findPlaceholderSkus,
  type PlaceholderSku,
} from './transform/placeholder-skus.ts';
export {
  DEFAULT_TRANSFORM_OPTIONS,
  PLACEHOLDER_RULES,
  transformIntent,
  transformRec,
  type PlaceholderRule,
  type TransformOptions,
  type TransformResult,
} from './transform/transform-events.ts';

export {
  describeEvents,
  type CountedBin,
  type EventsDescription,
  type NamedCount,
} from './describe/describe-events.ts';
export { readProducts, type ProductContent } from './describe/read-products.ts';

export {
  readItemSessions,
  readSessions,
  type ReadSessionsOptions,
} from './sessions/read-sessions.ts';
export { readTimedSessions } from './sessions/read-timed-sessions.ts';
export {
  readSessionBatches,
  type ReadSessionBatchesOptions,
  type SessionBatch,
} from './sessions/read-session-batches.ts';
export {
  PREDICTION_FORMATS,
  writePredictions,
  type PredictionColumns,
  type PredictionRows,
  type PredictionValue,
  type WritePredictionsOptions,
} from './predictions/prediction-file.ts';
export {
  readSessionsArrow,
  readSessionsParquet,
  writeSessionsArrow,
  writeSessionsParquet,
} from './sessions/session-files.ts';
export type { ItemSessions, Sessions, TimedSessions } from './sessions/sessions.ts';
export {
  readItemSessionsArrow,
  writeItemSessionsArrow,
  type NumberedSessions,
} from './sessions/item-session-files.ts';
export {
  readItemSessionsCsv,
  type ReadItemSessionsCsvOptions,
} from './sessions/read-item-sessions-csv.ts';
export { InvalidColumnsError } from './columns/columns-errors.ts';

export { NoSessionWithAddError, PrefixTimesError } from './labels/label-errors.ts';
export {
  DEFAULT_LABEL_OPTIONS,
  LABELLINGS,
  labelPrefixes,
  type LabelCounts,
  type LabelOptions,
  type Labelling,
} from './labels/label-prefixes.ts';
export type { LabelledSequences } from './labels/labelled-sequences.ts';
export { PREPARATION_PROPERTIES, type PreparationConfig } from './labels/preparation-properties.ts';
export { WHOLE_SESSION_CUT } from './labels/labelling-rules.ts';
export { contextOfPrefixes } from './labels/context-of-prefixes.ts';
export { readPrefixTimes } from './labels/read-prefix-times.ts';
export { readPrefixes, type ReadPrefixesOptions } from './labels/read-prefixes.ts';
export {
  readContextArrow,
  readSequencesArrow,
  readSequencesParquet,
  writeSequencesArrow,
  writeSequencesParquet,
} from './labels/sequence-files.ts';

export {
  readNextItemCases,
  type ItemCases,
  type ReadNextItemCasesOptions,
} from './cases/read-next-item-cases.ts';
export type { UnknownItems } from './cases/unknown-items.ts';

export { selectRows } from './split/select-rows.ts';
export { splitByGroup, type GroupSplit, type GroupSplitOptions } from './split/split-by-group.ts';
export { splitByStart, type TimeSplit } from './split/split-by-start.ts';
export type { SplitFractions } from './split/split-fractions.ts';
export { splitItemSessions, type ItemSessionSplit } from './split/split-item-sessions.ts';
export { UnsplittableError } from './split/split-errors.ts';

export * from './synthetic/index.ts';

export {
  DEFAULT_SHOP,
  ImpossibleActionsError,
  SHOP_MANIFEST_FILE,
  generateShop,
  measureBestAchievable,
  purchaseProbability,
  scorePosterior,
  simulateSessions,
  type BestAchievable,
  type RowQuality,
  type Shop,
  type ShopManifest,
  type ShopOptions,
  type ShopTable,
} from './synthetic/index.ts';

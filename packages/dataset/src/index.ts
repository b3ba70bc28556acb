export {
  DatasetError,
  DatasetNotFoundError,
  DiskFullError,
  EngineError,
  InvalidKeyError,
  InvalidManifestError,
  InvalidOptionError,
  ObjectNotFoundError,
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

export type { ObjectStore } from './store/object-store.ts';
export { openStore } from './store/open-store.ts';

export { ACTIONS, ACTION_CODES, PADDING_CODE, type Action } from './sessions/actions.ts';
export type { ItemSessions, Sessions } from './sessions/sessions.ts';

export { NoSessionWithAddError } from './labels/label-errors.ts';
export {
  DEFAULT_LABEL_OPTIONS,
  LABELLINGS,
  labelPrefixes,
  type LabelCounts,
  type LabelOptions,
  type Labelling,
} from './labels/label-prefixes.ts';
export type { LabelledSequences } from './labels/labelled-sequences.ts';
export { WHOLE_SESSION_CUT } from './labels/labelling-rules.ts';

export { selectRows } from './split/select-rows.ts';
export { splitByGroup, type GroupSplit, type GroupSplitOptions } from './split/split-by-group.ts';
export { splitByStart, type SplitFractions, type TimeSplit } from './split/split-by-start.ts';
export { UnsplittableError } from './split/split-errors.ts';

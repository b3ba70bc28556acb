export {
  DROP_REASONS,
  describeAccount,
  type DropReason,
  type Dropped,
  type DroppedValue,
  type ImportAccount,
  type ImportedFile,
} from './account.ts';
export { guessImport, type GuessOptions, type GuessedImport } from './guess/guess-import.ts';
export type { GuessReason } from './guess/guess-source.ts';
export { importEvents, type ImportOptions, type ImportResult } from './import-events.ts';
export {
  InvalidImportMapError,
  NoGuessError,
  NoInputError,
  NothingImportedError,
  TooManyLostError,
  UnknownColumnError,
  UnknownPresetError,
} from './import-errors.ts';
export {
  DEFAULT_IDLE_MINUTES,
  IMPORT_ACTIONS,
  TIME_UNITS,
  type ActionRule,
  type FieldRule,
  type ImportAction,
  type ImportMap,
  type RowFilter,
  type SourceMap,
  type TimeRule,
  type TimeUnit,
} from './map/import-map.ts';
export { IMPORT_MAP_SCHEMA } from './map/import-map-schema.ts';
export { parseImportMap } from './map/parse-import-map.ts';
export { readMapFile } from './read-map-file.ts';
export { PRESETS, readPreset, type Preset } from './presets.ts';

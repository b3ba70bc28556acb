/** What became of a visit's step, in the words of this project; `view` is a page view without a product. */
export const IMPORT_ACTIONS = ['detail', 'add', 'remove', 'purchase', 'view'] as const;
export type ImportAction = (typeof IMPORT_ACTIONS)[number];

/** An action, or the wish to leave such rows out. */
export type ActionRule = ImportAction | 'drop';

/**
 * Where a value comes from: a column, the first of several columns that holds something, or the same for every row.
 *
 * A column of JSON or Parquet may be reached through others, `properties.product_id`, and through a list of entries
 * with keys, `event_params[page_location].value.string_value`.
 */
export type FieldRule = string | readonly string[] | { readonly constant: string };

export const TIME_UNITS = ['iso', 's', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** How times are written. */
export interface TimeRule {
  /** `iso` is text such as 2021-01-01T00:51:16.000+01:00; else a number since 1970, with a fraction or exponent or not. */
  readonly unit?: TimeUnit;
  /** Text in another form, such as `%d.%m.%Y %H:%M:%S`, in place of `unit`. */
  readonly format?: string;
  /** Of texts that name none: `UTC`, `+02:00` or a name such as `Europe/Berlin`. */
  readonly zone?: string;
  /** Milliseconds to add, where a column has the day alone. */
  readonly plusMs?: FieldRule;
}

/** A condition that a row must meet: that a column holds one of some values, or none of some. */
export interface RowFilter {
  readonly field: FieldRule;
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
}

/** How the rows of some files become events. */
export interface SourceMap {
  /** A pattern of file names, `*clicks*`; every file unless given. */
  readonly files?: string;
  /** What separates the fields of a text; told by its first line unless given. */
  readonly delimiter?: string;
  /** Names for the columns of texts that have no header. */
  readonly header?: readonly string[];
  /** A list in JSON or Parquet, each member of which is an event; of several, each is in a member of the one before. */
  readonly each?: string | readonly string[];
  readonly visitor?: FieldRule;
  readonly session?: FieldRule;
  readonly time: FieldRule;
  readonly times?: TimeRule;
  readonly action: FieldRule;
  /** What the values of `action` mean; the five actions by their own names unless given. */
  readonly actions?: Readonly<Record<string, ActionRule>>;
  /** What any other value means; `drop` unless given. */
  readonly otherActions?: ActionRule;
  /** What a page view is that names an item; `view` unless given. */
  readonly viewsOfItems?: 'detail' | 'view';
  readonly item?: FieldRule;
  readonly url?: FieldRule;
  /** Values that mean nothing, such as `(not set)`. */
  readonly empty?: readonly string[];
  readonly where?: readonly RowFilter[];
}

/** How a shop's own files become browsing events. */
export interface ImportMap {
  readonly $schema?: string;
  readonly description?: string;
  /** A longer pause ends a session; 30 unless given. */
  readonly idleMinutes?: number;
  /** Rows that say the same in the same millisecond: only the first stays, or all do; `drop` unless given. */
  readonly duplicates?: 'drop' | 'keep';
  /** The first source whose pattern fits a file is used for it. */
  readonly sources: readonly SourceMap[];
}

export const DEFAULT_IDLE_MINUTES = 30;

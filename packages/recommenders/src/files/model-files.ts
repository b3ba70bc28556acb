import { schemaCheck } from '@lf/contract';
import { RecommenderFormatError } from '../errors.ts';
import type { RecConfig } from '../config/shared-properties.ts';

/** The file that names the model, its config and its columns. */
const HEADER_FILE = 'recommender.json';

const SCHEMA_VERSION = 1;

/** A header is some kilobytes: names, a config, lengths. */
const MAX_HEADER_BYTES = 2 ** 20;

/** As the kernels bound them. */
const MAX_ITEMS = 2 ** 26;

/**
 * Items cost memory when a model is restored, and a model of n items is larger than n bytes; so many may be there for
 * nothing, since the model that ranks by the session alone keeps no numbers.
 */
const FREE_ITEMS = 2 ** 22;

/** Numbers that a model keeps, by type. */
export type Column = Uint8Array | Uint32Array | Float32Array | Float64Array;

const COLUMN_TYPES = { Uint8Array, Uint32Array, Float32Array, Float64Array } as const;

interface Header {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly choice: string;
  readonly itemCount: number;
  readonly config: Readonly<Record<string, unknown>>;
  /** Column name -> its type and how many numbers it holds. */
  readonly columns: Readonly<
    Record<string, { readonly type: keyof typeof COLUMN_TYPES; readonly length: number }>
  >;
}

const HEADER_SCHEMA = {
  type: 'object',
  required: ['schemaVersion', 'choice', 'itemCount', 'config', 'columns'],
  properties: {
    schemaVersion: { const: SCHEMA_VERSION },
    choice: { type: 'string' },
    itemCount: { type: 'integer', minimum: 0, maximum: MAX_ITEMS },
    config: { type: 'object' },
    columns: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['type', 'length'],
        properties: {
          type: { enum: Object.keys(COLUMN_TYPES) },
          length: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        },
      },
    },
  },
} as const;

const isHeader = schemaCheck<Header>(HEADER_SCHEMA, { strictTypes: false });

/** A model's numbers by name. */
export type Columns = Readonly<Record<string, Column>>;

/** What a model keeps to be restored. */
export interface ModelState {
  readonly choice: string;
  readonly itemCount: number;
  readonly config: RecConfig;
  readonly columns: Columns;
}

/** Writes a model's state as files: `recommender.json` and `<column>.bin`, little-endian. */
export function writeModelFiles(state: ModelState): ReadonlyMap<string, Uint8Array> {
  const { choice, itemCount, config, columns } = state;
  const header = {
    schemaVersion: SCHEMA_VERSION,
    choice,
    itemCount,
    config,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        { type: column.constructor.name, length: column.length },
      ]),
    ),
  };
  const files = new Map([
    [HEADER_FILE, new TextEncoder().encode(`${JSON.stringify(header, null, 2)}\n`)],
  ]);
  for (const [name, column] of Object.entries(columns)) {
    files.set(
      `${name}.bin`,
      new Uint8Array(column.buffer, column.byteOffset, column.byteLength).slice(),
    );
  }
  return files;
}

/** A model's files, checked: which model they hold, and its columns by name and type. */
export interface ModelFiles {
  readonly choice: string;
  readonly itemCount: number;
  /** Not yet parsed: the model's own schema does. */
  readonly config: unknown;
  /** @throws RecommenderFormatError if no column has that name and type */
  uint8(name: string): Uint8Array;
  uint32(name: string): Uint32Array;
  float32(name: string): Float32Array;
  float64(name: string): Float64Array;
}

/**
 * Reads what `writeModelFiles` wrote.
 *
 * @param expectedItems how many items there have to be, where that is known
 * @throws RecommenderFormatError when the header is missing or malformed, or promises items that are not there
 */
export function readModelFiles(
  files: ReadonlyMap<string, Uint8Array>,
  expectedItems?: number,
): ModelFiles {
  const header = parseHeader(files.get(HEADER_FILE));
  requireItems(header, files, expectedItems);

  function column<Type extends Column>(
    name: string,
    type: {
      new (buffer: ArrayBufferLike, byteOffset: number, length: number): Type;
      readonly name: string;
      readonly BYTES_PER_ELEMENT: number;
    },
  ): Type {
    const declared = Object.hasOwn(header.columns, name) ? header.columns[name] : undefined;
    const bytes = files.get(`${name}.bin`);
    if (declared?.type !== type.name || bytes === undefined) {
      throw new RecommenderFormatError(`no ${type.name} named ${name}`);
    }
    if (bytes.byteLength !== declared.length * type.BYTES_PER_ELEMENT) {
      throw new RecommenderFormatError(
        `${bytes.byteLength} bytes in ${name}.bin instead of ${declared.length * type.BYTES_PER_ELEMENT}`,
      );
    }
    // A copy where the given bytes start at an address that the type cannot
    const { buffer, byteOffset } =
      bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
    return new type(buffer, byteOffset, declared.length);
  }

  return {
    choice: header.choice,
    itemCount: header.itemCount,
    config: header.config,
    uint8: (name) => column(name, Uint8Array),
    uint32: (name) => column(name, Uint32Array),
    float32: (name) => column(name, Float32Array),
    float64: (name) => column(name, Float64Array),
  };
}

/** The same view of a state that was never written: the columns themselves, not copies. */
export function modelFilesOf({ choice, itemCount, config, columns }: ModelState): ModelFiles {
  function column<Type extends Column>(
    name: string,
    type: { new (length: number): Type; readonly name: string },
  ): Type {
    const found = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (found instanceof type) return found;
    throw new RecommenderFormatError(`no ${type.name} named ${name}`);
  }
  return {
    choice,
    itemCount,
    config,
    uint8: (name) => column(name, Uint8Array),
    uint32: (name) => column(name, Uint32Array),
    float32: (name) => column(name, Float32Array),
    float64: (name) => column(name, Float64Array),
  };
}

/** Before memory is taken for them. */
function requireItems(
  { itemCount }: Header,
  files: ReadonlyMap<string, Uint8Array>,
  expectedItems: number | undefined,
): void {
  if (expectedItems !== undefined && itemCount !== expectedItems) {
    throw new RecommenderFormatError(`${itemCount} items instead of ${expectedItems}`);
  }
  let bytes = 0;
  for (const content of files.values()) bytes += content.byteLength;
  if (expectedItems === undefined && itemCount > FREE_ITEMS + bytes) {
    throw new RecommenderFormatError(`${itemCount} items in files of ${bytes} bytes`);
  }
}

function parseHeader(bytes: Uint8Array | undefined): Header {
  if (bytes === undefined) throw new RecommenderFormatError(`no file ${HEADER_FILE}`);
  if (bytes.byteLength > MAX_HEADER_BYTES) {
    throw new RecommenderFormatError(`a ${HEADER_FILE} of ${bytes.byteLength} bytes`);
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new RecommenderFormatError(`a ${HEADER_FILE} that is not JSON`);
  }
  if (isHeader(json)) return json;
  const [error] = isHeader.errors;
  throw new RecommenderFormatError(
    `a ${HEADER_FILE} whose ${error?.instancePath || 'content'} ${error?.message ?? 'is malformed'}`,
  );
}

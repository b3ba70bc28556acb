import { createHash } from 'node:crypto';
import { schemaCheck } from '@lf/contract';
import { Ajv, type JSONSchemaType } from 'ajv';
import { DatasetNotFoundError, InvalidManifestError, ObjectNotFoundError } from '../errors.ts';
import { TABLE_NAMES } from '../schema/tables.ts';
import type { TableName } from '../schema/tables.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { DUPLICATE_RULES } from './duplicate-rows.ts';
import type { DuplicateRule } from './duplicate-rows.ts';

/** Raised when a manifest's form or the way tables are written changes: older data sets are then uploaded anew. */
export const MANIFEST_VERSION = 2;

/** One table of an uploaded data set. */
export interface TableManifest {
  readonly name: TableName;
  readonly rows: number;
  /** Rows left out because they repeat an earlier one. */
  readonly duplicatesDropped: number;
  /** Columns in order, with DuckDB's names of their types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The CSV file it was read from, as it lay on disk. */
  readonly source: { readonly bytes: number; readonly sha256: string };
  readonly parquet: { readonly bytes: number; readonly sha256: string };
}

/** What `manifest.json` of a data set says; the same sources and options give the same bytes. */
export interface DatasetManifest {
  readonly version: number;
  readonly name: string;
  readonly duplicates: DuplicateRule;
  readonly tables: readonly TableManifest[];
}

const DIGEST = {
  type: 'object',
  properties: {
    bytes: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
  required: ['bytes', 'sha256'],
} as const;

const MANIFEST_SCHEMA: JSONSchemaType<DatasetManifest> = {
  type: 'object',
  properties: {
    version: { type: 'integer', const: MANIFEST_VERSION },
    name: { type: 'string' },
    duplicates: { type: 'string', enum: DUPLICATE_RULES },
    tables: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', enum: TABLE_NAMES },
          rows: { type: 'integer', minimum: 0 },
          duplicatesDropped: { type: 'integer', minimum: 0 },
          columns: {
            type: 'array',
            items: {
              type: 'object',
              properties: { name: { type: 'string' }, type: { type: 'string' } },
              required: ['name', 'type'],
            },
          },
          source: DIGEST,
          parquet: DIGEST,
        },
        required: ['name', 'rows', 'duplicatesDropped', 'columns', 'source', 'parquet'],
      },
    },
  },
  required: ['version', 'name', 'duplicates', 'tables'],
};
const isManifest = schemaCheck<DatasetManifest>(MANIFEST_SCHEMA, { allErrors: true });

/** What the keys of all data sets begin with. */
export const DATASETS_PREFIX = 'datasets/';

/** The key of a data set's manifest: the one pointer to its tables. */
export function manifestKey(name: string): string {
  return `${DATASETS_PREFIX}${name}/manifest.json`;
}

/**
 * The key of a table's Parquet file: it holds the digest of the file's bytes, so that an upload never touches a file
 * that another manifest, or a run under way, reads.
 */
export function tableKey(name: string, table: Pick<TableManifest, 'name' | 'parquet'>): string {
  return `${DATASETS_PREFIX}${name}/${table.name}-${table.parquet.sha256}.parquet`;
}

/** A manifest's bytes: JSON, two blanks indented, one line end at the end. */
export function encodeManifest(manifest: DatasetManifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** SHA-256 (hex) of a manifest's bytes: names the data set as it was at one time, whatever is uploaded later. */
export function manifestDigest(manifest: DatasetManifest): string {
  return createHash('sha256').update(encodeManifest(manifest)).digest('hex');
}

/**
 * Reads the manifest of a data set.
 *
 * @param name as given to `uploadDataset`.
 * @throws DatasetNotFoundError if there is none, InvalidManifestError if it has another form.
 */
export async function readManifest(store: ObjectStore, name: string): Promise<DatasetManifest> {
  const key = manifestKey(name);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(await store.get(key)));
  } catch (error) {
    if (error instanceof ObjectNotFoundError)
      throw new DatasetNotFoundError(name, store.url, { cause: error });
    if (error instanceof SyntaxError)
      throw new InvalidManifestError(key, 'it is not JSON', { cause: error });
    throw error;
  }
  if (versionOf(parsed) === 1) {
    throw new InvalidManifestError(
      key,
      `it is of version 1, whose table files could be replaced under a reader; this one reads version ${MANIFEST_VERSION}`,
    );
  }
  if (!isManifest(parsed))
    throw new InvalidManifestError(key, new Ajv().errorsText([...isManifest.errors]));
  return parsed;
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : null;
}

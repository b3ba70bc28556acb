import { ManifestInvalidError } from '../errors.ts';
import { CONTEXT_SOURCES, type ContextSource } from '../context/session-context.ts';
import { schemaCheck } from '../schema-check.ts';

/** The manifest's version that this package writes. It reads version 1 too, which does not say `maxEvents`. */
export const MANIFEST_SCHEMA_VERSION = 2;

/** Tensors have at most five axes; a size beyond int32 fits no runtime. */
const MAX_AXES = 8;
const MAX_TENSORS = 64;
const MAX_AXIS_SIZE = 2 ** 31 - 1;
/** No session that a shopper makes is longer; what counts steps fits in 32 bits by far. */
const MAX_EVENTS = 1_000_000;
/** Configs are a few levels deep; thousands of levels would overflow the stack when written. */
const MAX_DEPTH = 64;

const MAX_NAME_LENGTH = 1_024;

const name = { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH };
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

const axis = { anyOf: [{ type: 'integer', minimum: 1, maximum: MAX_AXIS_SIZE }, name] };
const tensors = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_TENSORS,
  items: {
    type: 'object',
    required: ['name', 'dtype', 'shape'],
    additionalProperties: false,
    properties: {
      name,
      dtype: { enum: ['float32', 'int32', 'int64'] },
      shape: { type: 'array', items: axis, maxItems: MAX_AXES },
    },
  },
};

/** A tensor that a model reads or gives. */
export interface TensorDescription {
  readonly name: string;
  readonly dtype: 'float32' | 'int32' | 'int64';
  /** A number is a fixed size, a string names an axis whose size varies. */
  readonly shape: readonly (number | string)[];
}

/** What a bundle says about the model inside. */
export interface BundleManifest {
  readonly schemaVersion: 1 | typeof MANIFEST_SCHEMA_VERSION;
  readonly kind: 'intent' | 'rec';
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  /** How many events of a session the model reads, the latest ones; from version 2 on. See maxEventsOf. */
  readonly maxEvents?: number;
  /** What an intent model was told beside the actions, and may be asked with; not there: nothing. */
  readonly context?: readonly ContextSource[];
  /** Flat: `roc_auc`, `k0.roc_auc`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** The training configuration as it was used. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Digest of the training data, `sha256:<hex>`. */
  readonly dataDigest: string;
  /** Versions of what made the model: `node`, `@lf/train-intent`, ... */
  readonly versions: Readonly<Record<string, string>>;
  /** Files of the bundle besides the manifest; written by packBundle. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly digest: string }>>;
}

/** JSON Schema of `manifest.json`; its type is {@link BundleManifest}. */
export const manifestSchema = {
  type: 'object',
  required: [
    'schemaVersion',
    'kind',
    'inputs',
    'outputs',
    'metrics',
    'config',
    'seed',
    'dataDigest',
    'versions',
    'files',
  ],
  additionalProperties: false,
  properties: {
    schemaVersion: { enum: [1, MANIFEST_SCHEMA_VERSION] },
    kind: { enum: ['intent', 'rec'] },
    inputs: tensors,
    outputs: tensors,
    maxEvents: { type: 'integer', minimum: 1, maximum: MAX_EVENTS },
    context: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: CONTEXT_SOURCES },
    },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    config: { type: 'object' },
    seed: count,
    dataDigest: digest,
    versions: { type: 'object', additionalProperties: { type: 'string' } },
    files: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['bytes', 'digest'],
        additionalProperties: false,
        properties: { bytes: count, digest },
      },
    },
  },
} as const;

/** A manifest before packing: {@link packBundle} adds the version and the list of files. */
export type BundleDescription = Omit<BundleManifest, 'schemaVersion' | 'files' | 'maxEvents'> & {
  readonly maxEvents: number;
};

const isManifest = schemaCheck<BundleManifest>(manifestSchema, { allErrors: true });

/** Whether lists and objects are nested at most so deep; it asks level by level, so that no depth is too much. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === 'object' && item !== null) {
        for (const child of Object.values(item)) next.push(child);
      }
    }
    if (next.length === 0) return true;
    level = next;
  }
  return false;
}

/**
 * Checks a value against the manifest's schema.
 *
 * @param value parsed JSON
 * @param where what was being done, for the message
 * @throws ManifestInvalidError with every problem
 */
export function parseManifest(value: unknown, where: string): BundleManifest {
  if (!isShallow(value)) {
    const message = `is nested more than ${MAX_DEPTH} levels deep`;
    throw new ManifestInvalidError(where, [{ path: '', message }]);
  }
  if (isManifest(value)) {
    if (value.schemaVersion === 1 || value.maxEvents !== undefined) return value;
    throw new ManifestInvalidError(where, [{ path: '', message: "must have 'maxEvents'" }]);
  }
  const problems = isManifest.errors.map(({ instancePath, message, params, keyword }) => ({
    path: instancePath,
    message: `${message ?? keyword} (${JSON.stringify(params)})`,
  }));
  throw new ManifestInvalidError(where, problems);
}

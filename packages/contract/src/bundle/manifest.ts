import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { ManifestInvalidError } from '../errors.ts';

/** The manifest's version that this package writes. It reads version 1 too, which does not say `maxEvents`. */
export const MANIFEST_SCHEMA_VERSION = 2;

const strict = { additionalProperties: false };
/** Tensors have at most five axes; a size beyond int32 fits no runtime. */
const MAX_AXES = 8;
const MAX_TENSORS = 64;
const MAX_AXIS_SIZE = 2 ** 31 - 1;
/** No session that a shopper makes is longer; what counts steps fits in 32 bits by far. */
const MAX_EVENTS = 1_000_000;
/** Configs are a few levels deep; what goes on for thousands ends the stack of whatever writes it. */
const MAX_DEPTH = 64;

const name = Type.String({ minLength: 1, maxLength: 1_024 });
const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

const tensor = Type.Object(
  {
    name,
    dtype: Type.Union([Type.Literal('float32'), Type.Literal('int32'), Type.Literal('int64')]),
    /** A number is a fixed size, a string names an axis whose size varies. */
    shape: Type.Array(Type.Union([Type.Integer({ minimum: 1, maximum: MAX_AXIS_SIZE }), name]), {
      maxItems: MAX_AXES,
    }),
  },
  strict,
);

/** JSON Schema of `manifest.json`; {@link BundleManifest} is its type. */
export const manifestSchema = Type.Object(
  {
    schemaVersion: Type.Union([Type.Literal(1), Type.Literal(MANIFEST_SCHEMA_VERSION)]),
    kind: Type.Union([Type.Literal('intent'), Type.Literal('rec')]),
    inputs: Type.Array(tensor, { minItems: 1, maxItems: MAX_TENSORS }),
    outputs: Type.Array(tensor, { minItems: 1, maxItems: MAX_TENSORS }),
    /** How many events of a session the model reads, the latest ones; from version 2 on. See maxEventsOf. */
    maxEvents: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_EVENTS })),
    /** Flat: `roc_auc`, `k0.roc_auc`. */
    metrics: Type.Record(Type.String(), Type.Number()),
    /** The training configuration as it was used. */
    config: Type.Record(Type.String(), Type.Unknown()),
    seed: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    /** Digest of the training data, `sha256:<hex>`. */
    dataDigest: digest,
    /** Versions of what made the model: `node`, `@lf/train-intent`, ... */
    versions: Type.Record(Type.String(), Type.String()),
    /** What the bundle holds beside the manifest; written by packBundle. */
    files: Type.Record(
      Type.String(),
      Type.Object(
        { bytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), digest },
        strict,
      ),
    ),
  },
  strict,
);

/** What a bundle says about the model inside. */
export type BundleManifest = Static<typeof manifestSchema>;

/** A manifest before packing: {@link packBundle} adds the version and the list of files. */
export type BundleDescription = Omit<BundleManifest, 'schemaVersion' | 'files' | 'maxEvents'> & {
  readonly maxEvents: number;
};

const validate = new Ajv({ allErrors: true, strict: true }).compile<BundleManifest>(manifestSchema);

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
  if (validate(value)) {
    if (value.schemaVersion === 1 || value.maxEvents !== undefined) return value;
    throw new ManifestInvalidError(where, [{ path: '', message: "must have 'maxEvents'" }]);
  }
  const problems = (validate.errors ?? []).map(({ instancePath, message, params, keyword }) => ({
    path: instancePath,
    message: `${message ?? keyword} (${JSON.stringify(params)})`,
  }));
  throw new ManifestInvalidError(where, problems);
}

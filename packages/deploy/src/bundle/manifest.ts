import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { ManifestInvalidError } from '../errors.ts';

/** The manifest's version that this package writes and reads. */
export const MANIFEST_SCHEMA_VERSION = 1;

const strict = { additionalProperties: false };
const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

const tensor = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    dtype: Type.Union([Type.Literal('float32'), Type.Literal('int32'), Type.Literal('int64')]),
    /** A number is a fixed size, a string names an axis whose size varies. */
    shape: Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1 })])),
  },
  strict,
);

/** JSON Schema of `manifest.json`; {@link BundleManifest} is its type. */
export const manifestSchema = Type.Object(
  {
    schemaVersion: Type.Literal(MANIFEST_SCHEMA_VERSION),
    kind: Type.Union([Type.Literal('intent'), Type.Literal('rec')]),
    inputs: Type.Array(tensor, { minItems: 1 }),
    outputs: Type.Array(tensor, { minItems: 1 }),
    /** Flat: `roc_auc`, `k0.roc_auc`. */
    metrics: Type.Record(Type.String(), Type.Number()),
    /** The training configuration as it was used. */
    config: Type.Record(Type.String(), Type.Unknown()),
    seed: Type.Integer({ minimum: 0 }),
    /** Digest of the training data, `sha256:<hex>`. */
    dataDigest: digest,
    /** Versions of what made the model: `node`, `@lf/train-intent`, ... */
    versions: Type.Record(Type.String(), Type.String()),
    /** What the bundle holds beside the manifest; written by packBundle. */
    files: Type.Record(
      Type.String(),
      Type.Object({ bytes: Type.Integer({ minimum: 0 }), digest }, strict),
    ),
  },
  strict,
);

/** What a bundle says about the model inside. */
export type BundleManifest = Static<typeof manifestSchema>;

/** A manifest before packing: {@link packBundle} adds the list of files. */
export type BundleDescription = Omit<BundleManifest, 'files'>;

const validate = new Ajv({ allErrors: true, strict: true }).compile<BundleManifest>(manifestSchema);

/**
 * Checks a value against the manifest's schema.
 *
 * @param value parsed JSON
 * @param where what was being done, for the message
 * @throws ManifestInvalidError with every problem
 */
export function parseManifest(value: unknown, where: string): BundleManifest {
  if (validate(value)) return value;
  const problems = (validate.errors ?? []).map(({ instancePath, message, params, keyword }) => ({
    path: instancePath,
    message: `${message ?? keyword} (${JSON.stringify(params)})`,
  }));
  throw new ManifestInvalidError(where, problems);
}

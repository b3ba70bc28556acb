import type { ErrorObject, JSONSchemaType } from 'ajv';
import { compileSchema } from './compile-schema.ts';
import { SettingsError } from './errors.ts';
import { MODEL_KINDS, type ModelKind } from './models/model.ts';
import { SEEN_ITEMS, type SeenItems } from './models/rec/rec.ts';

/** Environment variables, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings as they stand in the environment. */
interface RawSettings {
  SAGEMAKER_ENDPOINT_NAME?: string;
  LF_ENDPOINT_URL?: string;
  LF_API_MODEL?: ModelKind;
  LF_API_BUNDLE?: string;
  LF_API_SEEN_ITEMS: SeenItems;
  LF_API_MAX_EVENTS: number;
  LF_API_TIMEOUT_MS: number;
  LF_API_CORS_ORIGIN: string;
}

/** Where predictions come from. */
export type Target =
  | {
      readonly kind: 'sagemaker';
      readonly endpointName: string;
      readonly region: string | undefined;
    }
  | { readonly kind: 'url'; readonly url: string };

/** What the Lambda needs to know. */
export interface Settings {
  readonly target: Target;
  /** undefined: the bundle's kind, or intent without a bundle. */
  readonly model: ModelKind | undefined;
  /** Path of the bundle that the model comes from. */
  readonly bundle: string | undefined;
  /** Whether products that a session holds may be recommended. */
  readonly seenItems: SeenItems;
  /** The longest session that is answered, in events. */
  readonly maxEvents: number;
  readonly timeoutMs: number;
  /** `Access-Control-Allow-Origin`. */
  readonly corsOrigin: string;
}

/** `description` says what is expected; it becomes the error message. */
const SCHEMA: JSONSchemaType<RawSettings> = {
  type: 'object',
  properties: {
    SAGEMAKER_ENDPOINT_NAME: {
      type: 'string',
      nullable: true,
      // CreateEndpoint's own rule
      pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$',
      description: 'a SageMaker endpoint name (letters, digits and hyphens, at most 63)',
    },
    LF_ENDPOINT_URL: {
      type: 'string',
      nullable: true,
      // no user:password@, since the URL is shown in answers
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      description:
        'an http or https URL without credentials, query or fragment, such as http://127.0.0.1:8080',
    },
    LF_API_MODEL: {
      type: 'string',
      nullable: true,
      // null: ajv's type asks for it where a value may be missing
      enum: [...MODEL_KINDS, null],
      description: `one of ${MODEL_KINDS.join(', ')}`,
    },
    LF_API_BUNDLE: {
      type: 'string',
      nullable: true,
      description: 'the path of a model.tar.gz or of an unpacked bundle',
    },
    LF_API_SEEN_ITEMS: {
      type: 'string',
      enum: SEEN_ITEMS,
      default: 'include',
      description: `one of ${SEEN_ITEMS.join(', ')}`,
    },
    LF_API_MAX_EVENTS: {
      type: 'integer',
      minimum: 1,
      // A query string of API Gateway holds about 2,000 events (10,240 bytes for the whole request line and headers)
      maximum: 2000,
      default: 1000,
      description: 'a whole number from 1 to 2000',
    },
    LF_API_TIMEOUT_MS: {
      type: 'integer',
      minimum: 1,
      // API Gateway gives up after 30 s
      maximum: 29_000,
      default: 5000,
      description: 'a whole number from 1 to 29000',
    },
    LF_API_CORS_ORIGIN: {
      type: 'string',
      pattern: '^(\\*|https?://[^\\s/?#@*,]+)$',
      default: '*',
      description: '* or one origin such as https://shop.example',
    },
  },
  required: [],
};

const SETTING_NAMES = [
  'SAGEMAKER_ENDPOINT_NAME',
  'LF_ENDPOINT_URL',
  'LF_API_MODEL',
  'LF_API_BUNDLE',
  'LF_API_SEEN_ITEMS',
  'LF_API_MAX_EVENTS',
  'LF_API_TIMEOUT_MS',
  'LF_API_CORS_ORIGIN',
] as const satisfies readonly (keyof RawSettings)[];

const isSettings = compileSchema<RawSettings>(SCHEMA, {
  allErrors: true,
  coerceTypes: true,
  useDefaults: true,
  verbose: true,
});

/**
 * Reads the settings of the Lambda; an empty variable counts as not set.
 *
 * @param environment - the process's environment variables
 * @throws SettingsError naming each wrong variable, what was expected and what it holds
 */
export function readSettings(environment: Environment): Settings {
  const raw: unknown = Object.fromEntries(
    SETTING_NAMES.map((key) => [key, environment[key]]).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );
  if (!isSettings(raw)) throw new SettingsError((isSettings.errors ?? []).map(problemOf));
  return {
    target: targetOf(raw, environment),
    model: raw.LF_API_MODEL,
    bundle: raw.LF_API_BUNDLE,
    seenItems: raw.LF_API_SEEN_ITEMS,
    maxEvents: raw.LF_API_MAX_EVENTS,
    timeoutMs: raw.LF_API_TIMEOUT_MS,
    corsOrigin: raw.LF_API_CORS_ORIGIN,
  };
}

/** A URL wins over a SageMaker name: who sets it wants this very address. */
function targetOf(raw: RawSettings, environment: Environment): Target {
  if (raw.LF_ENDPOINT_URL !== undefined)
    return { kind: 'url', url: raw.LF_ENDPOINT_URL.replace(/\/+$/, '') };
  if (raw.SAGEMAKER_ENDPOINT_NAME !== undefined) {
    return {
      kind: 'sagemaker',
      endpointName: raw.SAGEMAKER_ENDPOINT_NAME,
      // The SDK reads AWS_REGION alone; the original's setting is AWS_DEFAULT_REGION
      region: environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined,
    };
  }
  throw new SettingsError([
    'SAGEMAKER_ENDPOINT_NAME or LF_ENDPOINT_URL: expected one of them, got neither. Set the endpoint to ask.',
  ]);
}

function problemOf(error: ErrorObject): string {
  const expected: unknown = error.parentSchema?.['description'];
  return `${error.instancePath.slice(1)}: expected ${String(expected)}, got '${String(error.data)}'.`;
}

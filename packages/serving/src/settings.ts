import { hostsNamed, type AllowedHosts } from './allowed-hosts.ts';
import type { ErrorObject, JSONSchemaType } from 'ajv';
import { schemaCheck } from '@lf/contract';
import { SettingsError } from './errors.ts';
import {
  readRequestLogSettings,
  type RequestLogSettings,
} from './request-log/request-log-settings.ts';
import { MODEL_KINDS, type ModelKind } from './models/model.ts';
import { shown } from './shown.ts';
import { wholeNumberOf } from './whole-number.ts';
import { SEEN_ITEMS, type SeenItems } from './models/rec/choices.ts';

/** Environment variables, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings as they stand in the environment. */
interface RawSettings {
  LF_API_INFERENCE?: Target['kind'];
  SAGEMAKER_ENDPOINT_NAME?: string;
  LF_ENDPOINT_URL?: string;
  LF_ENDPOINT_KEY?: string;
  LF_API_MODEL?: ModelKind;
  LF_API_BUNDLE?: string;
  LF_API_BUNDLE_DIGEST?: string;
  LF_API_BUNDLE_HTTP?: 'loopback';
  LF_API_SEEN_ITEMS: SeenItems;
  LF_API_OUT_OF_SCOPE: OutOfScope;
  LF_API_SESSIONS?: ShownSessions;
  LF_API_MAX_EVENTS: number;
  LF_API_TIMEOUT_MS: number;
  LF_API_CORS_ORIGIN: string;
  LF_API_ALLOWED_HOSTS: string;
  LF_API_KEY?: string;
  LF_API_RETRIES: number;
  LF_API_BREAKER_FAILURES: number;
  LF_API_BREAKER_COOLDOWN_MS: number;
  LF_API_THROTTLE_RATE?: number;
  LF_API_THROTTLE_BURST?: number;
}

/** What becomes of sessions that an intent model was not trained on. */
const OUT_OF_SCOPE = ['answer', 'refuse'] as const;
type OutOfScope = (typeof OUT_OF_SCOPE)[number];

/** Whether people who try the model are shown sessions of the shop. */
const SHOWN_SESSIONS = ['hide', 'show'] as const;
type ShownSessions = (typeof SHOWN_SESSIONS)[number];

/** An endpoint that predicts. */
export type EndpointTarget =
  | {
      readonly kind: 'sagemaker';
      readonly endpointName: string;
      readonly region: string | undefined;
    }
  | {
      readonly kind: 'url';
      readonly url: string;
      /** What the endpoint wants as `x-api-key`; undefined: nothing. */
      readonly key: string | undefined;
    };

/** Where predictions come from: an endpoint, or this process by the bundle. */
export type Target = EndpointTarget | { readonly kind: 'bundle' };

/** What LF_API_CORS_ORIGIN holds where only the service's own pages may read its answers. */
export const SAME_ORIGIN = 'same-origin';

/** What LF_API_INFERENCE chooses from. */
const INFERENCE = ['url', 'sagemaker', 'bundle'] as const;

/** What the Lambda needs to know. */
export interface Settings {
  readonly target: Target;
  /** undefined: the bundle's kind, or intent without a bundle. */
  readonly model: ModelKind | undefined;
  /** Where the model's bundle is: a path, an `https:` or an `s3:` address. */
  readonly bundle: string | undefined;
  /** `sha256:<hex>` that the bytes of a bundle from an address must have; undefined: any. */
  readonly bundleDigest: string | undefined;
  /** Whether products that a session holds may be recommended. */
  readonly seenItems: SeenItems;
  /** Whether intent answers sessions that it was not trained on, and says so, or refuses them. */
  readonly outOfScope: OutOfScope;
  /** Whether the bundle's sessions are shown; undefined: as suits the service, a public one hides them. */
  readonly sessions: ShownSessions | undefined;
  /** The longest session that is answered, in events. */
  readonly maxEvents: number;
  readonly timeoutMs: number;
  /** Origins that browsers may call from; `*` alone for any; none: the service's own pages alone. */
  readonly corsOrigins: readonly string[];
  /** Hosts that callers may name, loopback's own besides. */
  readonly allowedHosts: AllowedHosts;
  /** What callers have to send as `x-api-key`; undefined: nothing. */
  readonly apiKey: string | undefined;
  readonly resilience: {
    /** Retries of one request at most. */
    readonly retries: number;
    /** Failures in a row after which the endpoint is left alone; 0: never. */
    readonly breakerFailures: number;
    readonly breakerCooldownMs: number;
  };
  /** Where sampled traffic is kept; undefined: nowhere. */
  readonly requestLog: RequestLogSettings | undefined;
}

function wholeNumber(minimum: number, maximum: number, standard?: number) {
  return {
    type: 'integer' as const,
    minimum,
    maximum,
    ...(standard === undefined ? {} : { default: standard }),
    description: `a whole number from ${minimum} to ${maximum}`,
  };
}

/** A secret: no message shows it. */
const KEY = {
  type: 'string' as const,
  nullable: true as const,
  pattern: '^[!-~]{16,256}$',
  description: '16 to 256 printable characters without blanks',
};

/** A name, an IPv4 address, or an IPv6 address in brackets. */
const HOST_NAME = '([a-zA-Z0-9]([._-]*[a-zA-Z0-9])*|\\[[0-9a-fA-F:.]+\\])';

/** `description` says what is expected; it becomes the error message. */
const SCHEMA: JSONSchemaType<RawSettings> = {
  type: 'object',
  properties: {
    LF_API_INFERENCE: {
      type: 'string',
      nullable: true,
      // null: ajv's type asks for it where a value may be missing
      enum: [...INFERENCE, null],
      description: `one of ${INFERENCE.join(', ')}`,
    },
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
    LF_ENDPOINT_KEY: KEY,
    LF_API_MODEL: {
      type: 'string',
      nullable: true,
      enum: [...MODEL_KINDS, null],
      description: `one of ${MODEL_KINDS.join(', ')}`,
    },
    LF_API_BUNDLE: {
      type: 'string',
      nullable: true,
      pattern: '^(https?://[^\\s@]+|s3://[^\\s/]+/\\S+|(?![a-z0-9]+://).+)$',
      description:
        'the path of a model.tar.gz or of an unpacked bundle, or an https: or s3://<bucket>/<key> address',
    },
    LF_API_BUNDLE_DIGEST: {
      type: 'string',
      nullable: true,
      pattern: '^sha256:[0-9a-f]{64}$',
      description: 'sha256: and 64 hexadecimal digits in lower case',
    },
    LF_API_BUNDLE_HTTP: {
      type: 'string',
      nullable: true,
      enum: ['loopback', null],
      description: 'loopback, or nothing',
    },
    LF_API_SEEN_ITEMS: {
      type: 'string',
      enum: SEEN_ITEMS,
      default: 'include',
      description: `one of ${SEEN_ITEMS.join(', ')}`,
    },
    LF_API_OUT_OF_SCOPE: {
      type: 'string',
      enum: OUT_OF_SCOPE,
      default: 'answer',
      description: `one of ${OUT_OF_SCOPE.join(', ')}`,
    },
    LF_API_SESSIONS: {
      type: 'string',
      nullable: true,
      enum: [...SHOWN_SESSIONS, null],
      description: `one of ${SHOWN_SESSIONS.join(', ')}`,
    },
    // A query string of API Gateway holds about 2,000 events (10,240 bytes for the whole request line and headers)
    LF_API_MAX_EVENTS: wholeNumber(1, 2000, 1000),
    // API Gateway gives up after 30 s
    LF_API_TIMEOUT_MS: wholeNumber(1, 29_000, 5000),
    LF_API_CORS_ORIGIN: {
      type: 'string',
      pattern: '^(\\*|same-origin|https?://[^\\s/?#@*,]+(,https?://[^\\s/?#@*,]+)*)$',
      default: '*',
      description: '*, same-origin, or origins such as https://shop.example, separated by commas',
    },
    LF_API_ALLOWED_HOSTS: {
      type: 'string',
      pattern: `^(\\*|${HOST_NAME}(,${HOST_NAME})*)$`,
      default: '*',
      description: '*, or host names without a port, separated by commas',
    },
    LF_API_KEY: KEY,
    LF_API_RETRIES: wholeNumber(0, 5, 2),
    LF_API_BREAKER_FAILURES: wholeNumber(0, 1000, 5),
    LF_API_BREAKER_COOLDOWN_MS: wholeNumber(1, 600_000, 10_000),
    LF_API_THROTTLE_RATE: { ...wholeNumber(1, 10_000), nullable: true },
    LF_API_THROTTLE_BURST: { ...wholeNumber(1, 5000), nullable: true },
  },
  required: [],
};

const SETTING_NAMES = [
  'LF_API_INFERENCE',
  'SAGEMAKER_ENDPOINT_NAME',
  'LF_ENDPOINT_URL',
  'LF_ENDPOINT_KEY',
  'LF_API_MODEL',
  'LF_API_BUNDLE',
  'LF_API_BUNDLE_DIGEST',
  'LF_API_BUNDLE_HTTP',
  'LF_API_SEEN_ITEMS',
  'LF_API_OUT_OF_SCOPE',
  'LF_API_SESSIONS',
  'LF_API_MAX_EVENTS',
  'LF_API_TIMEOUT_MS',
  'LF_API_CORS_ORIGIN',
  'LF_API_ALLOWED_HOSTS',
  'LF_API_KEY',
  'LF_API_RETRIES',
  'LF_API_BREAKER_FAILURES',
  'LF_API_BREAKER_COOLDOWN_MS',
  'LF_API_THROTTLE_RATE',
  'LF_API_THROTTLE_BURST',
] as const satisfies readonly (keyof RawSettings)[];

const isSettings = schemaCheck<RawSettings>(SCHEMA, {
  allErrors: true,
  useDefaults: true,
  verbose: true,
});

const WHOLE_NUMBERS: ReadonlySet<keyof RawSettings> = new Set([
  'LF_API_MAX_EVENTS',
  'LF_API_TIMEOUT_MS',
  'LF_API_RETRIES',
  'LF_API_BREAKER_FAILURES',
  'LF_API_BREAKER_COOLDOWN_MS',
  'LF_API_THROTTLE_RATE',
  'LF_API_THROTTLE_BURST',
]);

/** The number that a text stands for where one is expected; other text is kept for the error message. */
function valueOf(key: keyof RawSettings, text: string): string | number {
  return WHOLE_NUMBERS.has(key) ? (wholeNumberOf(text) ?? text) : text;
}

/**
 * Reads the settings of the Lambda; an empty variable counts as not set.
 *
 * @param environment - the process's environment variables
 * @throws SettingsError naming each wrong variable, what was expected and what it holds
 */
export function readSettings(environment: Environment): Settings {
  const raw: unknown = Object.fromEntries(
    SETTING_NAMES.map((key) => [key, valueOf(key, environment[key] ?? '')]).filter(
      ([, value]) => value !== '',
    ),
  );
  if (!isSettings(raw)) throw new SettingsError(isSettings.errors.map(problemOf));
  requireAddresses(raw);
  requireSafeBundle(raw);
  return {
    target: targetOf(raw, environment),
    model: raw.LF_API_MODEL,
    bundle: raw.LF_API_BUNDLE,
    bundleDigest: raw.LF_API_BUNDLE_DIGEST,
    seenItems: raw.LF_API_SEEN_ITEMS,
    outOfScope: raw.LF_API_OUT_OF_SCOPE,
    sessions: raw.LF_API_SESSIONS,
    maxEvents: raw.LF_API_MAX_EVENTS,
    timeoutMs: raw.LF_API_TIMEOUT_MS,
    corsOrigins: raw.LF_API_CORS_ORIGIN === SAME_ORIGIN ? [] : raw.LF_API_CORS_ORIGIN.split(','),
    allowedHosts: hostsNamed(raw.LF_API_ALLOWED_HOSTS.split(',')),
    apiKey: raw.LF_API_KEY,
    resilience: {
      retries: raw.LF_API_RETRIES,
      breakerFailures: raw.LF_API_BREAKER_FAILURES,
      breakerCooldownMs: raw.LF_API_BREAKER_COOLDOWN_MS,
    },
    requestLog: readRequestLogSettings(environment),
  };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What has the form of an address, but is none. */
function requireAddresses({ LF_ENDPOINT_URL: url, LF_API_BUNDLE: bundle }: RawSettings): void {
  if (url !== undefined && !URL.canParse(url)) {
    throw new SettingsError([`LF_ENDPOINT_URL: expected a URL, got ${shown(url)}.`]);
  }
  if (bundle === undefined || !/^(https?|s3):/.test(bundle) || isAddress(bundle)) return;
  throw new SettingsError([
    `LF_API_BUNDLE: expected an address with its special characters percent-encoded, got ${shown(bundle)}.`,
  ]);
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  try {
    decodeURIComponent(text.slice('s3:'.length));
    return true;
  } catch {
    // A bucket's keys are decoded; a web address may hold what it likes
    return !text.startsWith('s3:');
  }
}

/** A model decides what is answered: it comes by a way on which nobody can change it. */
function requireSafeBundle(raw: RawSettings): void {
  const { LF_API_BUNDLE: bundle = '', LF_API_BUNDLE_DIGEST: digest } = raw;
  if (digest !== undefined && !/^(https?|s3):/.test(bundle)) {
    throw new SettingsError([
      `LF_API_BUNDLE_DIGEST: expected an https: or s3: address in LF_API_BUNDLE, got ${shown(bundle)}.`,
    ]);
  }
  if (!bundle.startsWith('http:')) return;
  if (raw.LF_API_BUNDLE_HTTP === 'loopback' && LOOPBACK.test(new URL(bundle).hostname)) return;
  throw new SettingsError([
    `LF_API_BUNDLE: expected an https: address, got http:. Whoever is on the way could change the model. ` +
      `Tests may set LF_API_BUNDLE_HTTP=loopback.`,
  ]);
}

/**
 * What LF_API_INFERENCE says; without it a URL wins over a SageMaker name (who sets it wants this very address), and
 * both over the bundle, which rec needs in any case.
 */
function targetOf(raw: RawSettings, environment: Environment): Target {
  const { LF_API_INFERENCE: chosen, LF_ENDPOINT_URL: url, SAGEMAKER_ENDPOINT_NAME: name } = raw;
  const may = (kind: Target['kind']) => chosen === undefined || chosen === kind;
  if (may('url') && url !== undefined) {
    return { kind: 'url', url: url.replace(/\/+$/, ''), key: raw.LF_ENDPOINT_KEY };
  }
  if (may('sagemaker') && name !== undefined) {
    return {
      kind: 'sagemaker',
      endpointName: name,
      // The SDK reads AWS_REGION alone; the original's setting is AWS_DEFAULT_REGION
      region: environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined,
    };
  }
  if (may('bundle') && raw.LF_API_BUNDLE !== undefined) return { kind: 'bundle' };
  throw new SettingsError([missingTarget(chosen)]);
}

const SETTING_OF = {
  url: 'LF_ENDPOINT_URL',
  sagemaker: 'SAGEMAKER_ENDPOINT_NAME',
  bundle: 'LF_API_BUNDLE',
} as const satisfies Readonly<Record<Target['kind'], string>>;

function missingTarget(chosen: Target['kind'] | undefined): string {
  return chosen === undefined
    ? 'SAGEMAKER_ENDPOINT_NAME, LF_ENDPOINT_URL or LF_API_BUNDLE: expected one of them, got none. ' +
        'Set the endpoint to ask, or the bundle to predict from.'
    : `${SETTING_OF[chosen]}: expected it to be set, since LF_API_INFERENCE is ${chosen}, got nothing.`;
}

const SECRET: ReadonlySet<string> = new Set<keyof RawSettings>(['LF_API_KEY', 'LF_ENDPOINT_KEY']);

function problemOf(error: ErrorObject): string {
  const expected: unknown = error.parentSchema?.['description'];
  const name = error.instancePath.slice(1);
  // The log is no place for a key
  const got = SECRET.has(name) ? 'another value' : shown(String(error.data));
  return `${name}: expected ${String(expected)}, got ${got}.`;
}

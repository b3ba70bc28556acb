import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plain, readRequestLogSettings, SettingsError, type RequestLogSettings } from '@lf/serving';
import { SettingError } from '../errors.ts';
import type { Guard } from '../http/guard.ts';
import type { Management } from '../http/route.ts';
import { DEFAULT_LIMITS, type RequestLimits } from '../limits.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import {
  address,
  guard,
  hostNames,
  isSet,
  logLevel,
  namedPaths,
  path,
  ratio,
  wholeNumber,
} from './values.ts';

/** Where SageMaker unpacks the model, under SAGEMAKER_BASE_DIR, which its own toolkits read too. */
const SAGEMAKER_BASE = '/opt/ml';
const SAGEMAKER_MODEL_FOLDER = `${SAGEMAKER_BASE}/model`;

/** SageMaker kills 30 s after SIGTERM: five of them are left for closing. */
const DEFAULT_DRAIN_MS = 25_000;
/** Five million sessions are indexed in a tenth of that. */
const DEFAULT_LOAD_MS = 120_000;
/** On one core V8 has compiled what a request runs through by then; there the start takes minutes anyway. */
const SAGEMAKER_WARM_UP_MS = 2_000;
/** Enough to see a difference, few enough to bear a bad one. */
const DEFAULT_CHALLENGER_SHARE = 0.05;

export interface Settings {
  readonly bundle: string | null;
  readonly models: ReadonlyMap<string, string>;
  readonly challenger?: { readonly bundle: string; readonly share: number };
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly limits: RequestLimits;
  readonly drainMs: number;
  readonly loadMs: number;
  readonly warmUpMs: number;
  readonly publicApi: boolean;
  readonly management: Management;
  readonly allowedHosts: readonly string[];
  readonly guard: Guard | null;
  /** Where sampled traffic is kept; null: nowhere. */
  readonly requestLog: RequestLogSettings | null;
}

export const USAGE = `lf-endpoint serve: answers predictions from model bundles over HTTP
lf-endpoint ping: exit code 0 if the server with the same settings is ready

  --bundle <path>          the default model: model.tar.gz or an unpacked bundle   (${SAGEMAKER_MODEL_FOLDER})
  --model <name>=<path>    an additional model, at /v1/models/<name>:predict; may be repeated
  --challenger <path>      a second version of the default model, for a share of the requests
  --challenger-share <r>   that share, 0 to 1                   (${DEFAULT_CHALLENGER_SHARE})
  --host <address>         (127.0.0.1; in SageMaker 0.0.0.0)
  --port <0..65535>        (8080; 0 = any free port)
  --log <level>            ${LOG_LEVELS.join(' | ')}        (info)
  --max-body-bytes <n>     larger requests are refused          (${DEFAULT_LIMITS.maxBodyBytes})
  --max-in-flight <n>      more concurrent requests get 503     (${DEFAULT_LIMITS.maxInFlight})
  --max-connections <n>    beyond this, the longest idle connection is closed   (${DEFAULT_LIMITS.maxConnections})
  --drain-ms <n>           time for requests after SIGTERM      (${DEFAULT_DRAIN_MS})
  --load-ms <n>            a model that loads slower is refused   (${DEFAULT_LOAD_MS})
  --warm-up-ms <n>         warms up the default model for this long before it is ready   (0: off; in SageMaker ${SAGEMAKER_WARM_UP_MS})
  --public-api             answer GET /predict too, as the Lambda does
  --manage                 let programs on this machine load, swap and unload models (/models)
  --allowed-hosts <names>  accepted names in Host headers, separated by commas; * for any
                           (on loopback: its own names; else any)
  --key-for <what>         invocations, metrics or both, separated by a comma: they need LF_API_KEY too (neither)
  --help, --version

Each flag except --model has an environment variable: LF_ENDPOINT_PORT for --port, LF_ENDPOINT_PUBLIC_API=1 for --public-api.
LF_REQUEST_LOG=<folder | s3://bucket/prefix | stdout> records a sample of the traffic for lf drift
(LF_REQUEST_LOG_SAMPLE: its share, 1; LF_REQUEST_LOG_MAX_MB: largest size of a folder, 256).
GET /ping answers 200 once all models are loaded. POST /invocations takes {"instances": [...]}.
SIGHUP reloads the bundles; SIGTERM finishes the requests in flight, then exits.
`;

const OPTIONS = {
  bundle: { type: 'string' },
  model: { type: 'string', multiple: true },
  challenger: { type: 'string' },
  'challenger-share': { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  log: { type: 'string' },
  'max-body-bytes': { type: 'string' },
  'max-in-flight': { type: 'string' },
  'max-connections': { type: 'string' },
  'drain-ms': { type: 'string' },
  'load-ms': { type: 'string' },
  'warm-up-ms': { type: 'string' },
  'public-api': { type: 'boolean' },
  manage: { type: 'boolean' },
  'allowed-hosts': { type: 'string' },
  'key-for': { type: 'string' },
} as const;

/** It quotes the flag, which may be of any length. */
const MAX_REASON = 160;

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingError(`${plain(reason, MAX_REASON)}\n\n${USAGE}`, { cause: error });
  }
}

/** A text and where it was set, for messages. */
interface Given {
  readonly name: string;
  readonly text: string;
}

type Flag = Exclude<keyof typeof OPTIONS, 'model'>;

/** A flag, else its variable, else nothing; an empty variable counts as none. */
function valueReader(flags: ReturnType<typeof parseFlags>, env: Readonly<NodeJS.ProcessEnv>) {
  return (flag: Flag): Given | undefined => {
    const given = flags[flag];
    if (given !== undefined) return { name: `--${flag}`, text: String(given) };
    const name = `LF_ENDPOINT_${flag.toUpperCase().replaceAll('-', '_')}`;
    const text = env[name];
    return text === undefined || text === '' ? undefined : { name, text };
  };
}

/** @throws SettingError */
function requestLogOf(env: Readonly<NodeJS.ProcessEnv>): RequestLogSettings | null {
  try {
    return readRequestLogSettings(env) ?? null;
  } catch (error) {
    if (error instanceof SettingsError) throw new SettingError(error.message, { cause: error });
    throw error;
  }
}

/**
 * Reads the flags of `serve`; a flag wins over its variable.
 * The address is loopback unless SageMaker runs the program: no bundle is named, and its model folder is there,
 * or SAGEMAKER_MULTI_MODEL says that it will load models one by one.
 *
 * @param options.isFolder whether a path is there
 * @throws SettingError
 */
export function readSettings(
  argv: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
  { isFolder }: { readonly isFolder: (path: string) => boolean },
): Settings {
  const flags = parseFlags(argv);
  const given = valueReader(flags, env);
  const number = (flag: Flag, standard: number, range: readonly [number, number]) => {
    const { name, text } = given(flag) ?? { name: '', text: String(standard) };
    return wholeNumber(name, text, range);
  };
  const pathOf = (flag: Flag) => {
    const found = given(flag);
    return found && path(found.name, found.text);
  };
  const flagged = (flag: Flag) => {
    const found = given(flag);
    return found !== undefined && isSet(found.name, found.text);
  };
  const named = pathOf('bundle');
  const isMultiModel = named === undefined && env['SAGEMAKER_MULTI_MODEL'] === 'true';
  const modelFolder = join(env['SAGEMAKER_BASE_DIR'] || SAGEMAKER_BASE, 'model');
  const inSageMaker = named === undefined && (isMultiModel || isFolder(modelFolder));
  if (named === undefined && !inSageMaker) {
    throw new SettingError(`No model: name it by --bundle (${plain(modelFolder)} is not there).`);
  }
  const challenger = pathOf('challenger');
  const share = given('challenger-share');
  if (challenger === undefined && flags['challenger-share'] !== undefined) {
    throw new SettingError('--challenger-share: expected --challenger <path> beside it.');
  }
  const port = given('port') ?? {
    name: 'SAGEMAKER_BIND_TO_PORT',
    text: (inSageMaker && env['SAGEMAKER_BIND_TO_PORT']) || '8080',
  };
  const host = given('host');
  const log = given('log');
  const hosts = given('allowed-hosts');
  const keyFor = given('key-for');
  const managed = flagged('manage');
  const { maxBodyBytes, maxInFlight, maxConnections } = DEFAULT_LIMITS;
  return {
    bundle: isMultiModel ? null : (named ?? modelFolder),
    models: namedPaths('--model', flags.model ?? []),
    ...(challenger !== undefined && {
      challenger: {
        bundle: challenger,
        share: share ? ratio(share.name, share.text) : DEFAULT_CHALLENGER_SHARE,
      },
    }),
    host: host ? address(host.name, host.text) : inSageMaker ? '0.0.0.0' : '127.0.0.1',
    port: wholeNumber(port.name, port.text, [0, 65_535]),
    logLevel: log ? logLevel(log.name, log.text) : 'info',
    limits: {
      ...DEFAULT_LIMITS,
      maxBodyBytes: number('max-body-bytes', maxBodyBytes, [1, 2 ** 30]),
      maxInFlight: number('max-in-flight', maxInFlight, [1, 1_000_000]),
      maxConnections: number('max-connections', maxConnections, [1, 1_000_000]),
    },
    drainMs: number('drain-ms', DEFAULT_DRAIN_MS, [0, 3_600_000]),
    loadMs: number('load-ms', DEFAULT_LOAD_MS, [1_000, 3_600_000]),
    warmUpMs: number('warm-up-ms', inSageMaker ? SAGEMAKER_WARM_UP_MS : 0, [0, 60_000]),
    publicApi: flagged('public-api'),
    management: isMultiModel ? 'open' : managed ? 'loopback' : 'off',
    allowedHosts: hosts ? hostNames(hosts.name, hosts.text) : [],
    requestLog: requestLogOf(env),
    guard: keyFor ? guard(keyFor.name, keyFor.text, env['LF_API_KEY'] ?? '') : null,
  };
}

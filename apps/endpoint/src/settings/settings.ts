import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SettingError } from '../errors.ts';
import type { Guard } from '../http/guard.ts';
import type { Management } from '../http/route.ts';
import { DEFAULT_LIMITS, type RequestLimits } from '../limits.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import { guard, hostNames, isSet, logLevel, namedPaths, ratio, wholeNumber } from './values.ts';

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
}

export const USAGE = `lf-endpoint serve: answers predictions from model bundles over HTTP
lf-endpoint ping: exit code 0 if the server under the same settings is ready

  --bundle <path>          the default model: model.tar.gz or an unpacked bundle   (${SAGEMAKER_MODEL_FOLDER})
  --model <name>=<path>    one more model, under /v1/models/<name>:predict; may be repeated
  --challenger <path>      a second version of the default model, for a share of its requests
  --challenger-share <r>   that share, 0 to 1                   (${DEFAULT_CHALLENGER_SHARE})
  --host <address>         (127.0.0.1; in SageMaker 0.0.0.0)
  --port <0..65535>        (8080; 0 = any free one)
  --log <level>            ${LOG_LEVELS.join(' | ')}        (info)
  --max-body-bytes <n>     larger requests are refused          (${DEFAULT_LIMITS.maxBodyBytes})
  --max-in-flight <n>      more requests at once get a 503      (${DEFAULT_LIMITS.maxInFlight})
  --max-connections <n>    beyond, whoever is idle for longest is cut off   (${DEFAULT_LIMITS.maxConnections})
  --drain-ms <n>           time for requests after SIGTERM      (${DEFAULT_DRAIN_MS})
  --load-ms <n>            a model that takes longer to load is refused   (${DEFAULT_LOAD_MS})
  --warm-up-ms <n>         asks the default model before it is ready   (0: not; in SageMaker ${SAGEMAKER_WARM_UP_MS})
  --public-api             answer GET /predict too, as the Lambda does
  --manage                 let programs on this machine load, swap and unload models (/models)
  --allowed-hosts <names>  names in Host headers that are answered, separated by commas; * for any
                           (on loopback its own names, else any)
  --key-for <what>         invocations, metrics or both, separated by a comma: they want LF_API_KEY too (neither)
  --help, --version

Each flag but --model has a variable: LF_ENDPOINT_PORT for --port, LF_ENDPOINT_PUBLIC_API=1 for --public-api.
GET /ping answers 200 once the models are loaded. POST /invocations takes {"instances": [...]}.
SIGHUP reads the bundles again; SIGTERM finishes the requests in flight, then ends.
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

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingError(`${reason}\n\n${USAGE}`, { cause: error });
  }
}

/** A flag, else its variable, else nothing; an empty variable counts as none. */
function valueReader(flags: ReturnType<typeof parseFlags>, env: Readonly<NodeJS.ProcessEnv>) {
  const variable = (name: string) => (env[name] === '' ? undefined : env[name]);
  return (flag: Exclude<keyof typeof OPTIONS, 'model'>): string | undefined => {
    const given = flags[flag];
    if (given !== undefined) return String(given);
    return variable(`LF_ENDPOINT_${flag.toUpperCase().replaceAll('-', '_')}`);
  };
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
  const value = valueReader(flags, env);
  const named = value('bundle');
  const isMultiModel = named === undefined && env['SAGEMAKER_MULTI_MODEL'] === 'true';
  const modelFolder = join(env['SAGEMAKER_BASE_DIR'] || SAGEMAKER_BASE, 'model');
  const inSageMaker = named === undefined && (isMultiModel || isFolder(modelFolder));
  if (named === undefined && !inSageMaker) {
    throw new SettingError(`No model: name it by --bundle (${modelFolder} is not there).`);
  }
  const challenger = value('challenger');
  const share = value('challenger-share');
  if (challenger === undefined && flags['challenger-share'] !== undefined) {
    throw new SettingError('--challenger-share: expected --challenger <path> beside it.');
  }
  const sageMakerPort = inSageMaker ? env['SAGEMAKER_BIND_TO_PORT'] : undefined;
  const managed = isSet('--manage', value('manage'));
  const { maxBodyBytes, maxInFlight, maxConnections } = DEFAULT_LIMITS;
  return {
    bundle: isMultiModel ? null : (named ?? modelFolder),
    models: namedPaths('--model', flags.model ?? []),
    ...(challenger !== undefined && {
      challenger: {
        bundle: challenger,
        share: ratio('--challenger-share', share ?? String(DEFAULT_CHALLENGER_SHARE)),
      },
    }),
    host: value('host') ?? (inSageMaker ? '0.0.0.0' : '127.0.0.1'),
    port: wholeNumber('--port', value('port') ?? (sageMakerPort || '8080'), [0, 65_535]),
    logLevel: logLevel(value('log') ?? 'info'),
    limits: {
      ...DEFAULT_LIMITS,
      maxBodyBytes: wholeNumber(
        '--max-body-bytes',
        value('max-body-bytes') ?? String(maxBodyBytes),
        [1, 2 ** 30],
      ),
      maxInFlight: wholeNumber(
        '--max-in-flight',
        value('max-in-flight') ?? String(maxInFlight),
        [1, 1_000_000],
      ),
      maxConnections: wholeNumber(
        '--max-connections',
        value('max-connections') ?? String(maxConnections),
        [1, 1_000_000],
      ),
    },
    drainMs: wholeNumber(
      '--drain-ms',
      value('drain-ms') ?? String(DEFAULT_DRAIN_MS),
      [0, 3_600_000],
    ),
    loadMs: wholeNumber(
      '--load-ms',
      value('load-ms') ?? String(DEFAULT_LOAD_MS),
      [1_000, 3_600_000],
    ),
    warmUpMs: wholeNumber(
      '--warm-up-ms',
      value('warm-up-ms') ?? (inSageMaker ? String(SAGEMAKER_WARM_UP_MS) : '0'),
      [0, 60_000],
    ),
    publicApi: isSet('--public-api', value('public-api')),
    management: isMultiModel ? 'open' : managed ? 'loopback' : 'off',
    allowedHosts: hostNames('--allowed-hosts', value('allowed-hosts') ?? ''),
    guard: guard('--key-for', value('key-for') ?? '', env['LF_API_KEY'] ?? ''),
  };
}

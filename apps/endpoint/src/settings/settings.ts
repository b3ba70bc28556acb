import { parseArgs } from 'node:util';
import { SettingError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';

/** Where SageMaker unpacks the model. */
export const SAGEMAKER_MODEL_FOLDER = '/opt/ml/model';

/** SageMaker kills 30 s after SIGTERM: five of them are left for closing. */
const DEFAULT_DRAIN_MS = 25_000;

export interface Settings {
  readonly bundle: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly maxBodyBytes: number;
  readonly drainMs: number;
  readonly publicApi: boolean;
}

export const USAGE = `lf-endpoint serve: answers predictions from a model bundle over HTTP

  --bundle <path>          model.tar.gz or an unpacked bundle   (${SAGEMAKER_MODEL_FOLDER})
  --host <address>         LF_ENDPOINT_HOST                     (127.0.0.1; in SageMaker 0.0.0.0)
  --port <0..65535>        LF_ENDPOINT_PORT                     (8080; 0 = any free one)
  --log <level>            ${LOG_LEVELS.join(' | ')}        (info)
  --max-body-bytes <n>     larger requests are refused          (${DEFAULT_LIMITS.maxBodyBytes})
  --drain-ms <n>           time for requests after SIGTERM      (${DEFAULT_DRAIN_MS})
  --public-api             answer GET /predict too, as the Lambda does
  --help, --version

GET /ping answers 200 once the model is loaded. POST /invocations takes {"instances": [...]}.
`;

const OPTIONS = {
  bundle: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  log: { type: 'string' },
  'max-body-bytes': { type: 'string' },
  'drain-ms': { type: 'string' },
  'public-api': { type: 'boolean' },
} as const;

function wholeNumber(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new SettingError(
    `${name}: expected a whole number from ${least} to ${most}, got "${text}".`,
  );
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level) return level;
  throw new SettingError(`--log: expected one of ${LOG_LEVELS.join(', ')}, got "${text}".`);
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingError(`${reason}\n\n${USAGE}`, { cause: error });
  }
}

/**
 * Reads the flags of `serve`; a flag wins over its variable.
 * The address is loopback unless SageMaker runs the program: no --bundle, and its model folder is there.
 *
 * @param options.hasSageMakerFolder whether /opt/ml/model exists
 * @throws SettingError
 */
export function readSettings(
  argv: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
  { hasSageMakerFolder }: { readonly hasSageMakerFolder: boolean },
): Settings {
  const flags = parseFlags(argv);
  const inSageMaker = flags.bundle === undefined && hasSageMakerFolder;
  if (flags.bundle === undefined && !inSageMaker) {
    throw new SettingError(
      `No model: name it by --bundle (${SAGEMAKER_MODEL_FOLDER} is not there).`,
    );
  }
  const fromEnv = (name: string) => (env[name] === '' ? undefined : env[name]);
  const sageMakerPort = inSageMaker ? fromEnv('SAGEMAKER_BIND_TO_PORT') : undefined;
  const port = flags.port ?? fromEnv('LF_ENDPOINT_PORT') ?? sageMakerPort ?? '8080';
  const host = flags.host ?? fromEnv('LF_ENDPOINT_HOST');
  const maxBodyBytes = flags['max-body-bytes'] ?? String(DEFAULT_LIMITS.maxBodyBytes);
  return {
    bundle: flags.bundle ?? SAGEMAKER_MODEL_FOLDER,
    host: host ?? (inSageMaker ? '0.0.0.0' : '127.0.0.1'),
    port: wholeNumber('--port', port, [0, 65_535]),
    logLevel: logLevel(flags.log ?? 'info'),
    maxBodyBytes: wholeNumber('--max-body-bytes', maxBodyBytes, [1, 2 ** 30]),
    drainMs: wholeNumber(
      '--drain-ms',
      flags['drain-ms'] ?? String(DEFAULT_DRAIN_MS),
      [0, 3_600_000],
    ),
    publicApi: flags['public-api'] ?? false,
  };
}

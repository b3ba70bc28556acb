import { existsSync, readFileSync } from 'node:fs';
import { EndpointError } from './errors.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { jsonLog } from './log.ts';
import { serve } from './serve.ts';
import { readSettings, SAGEMAKER_MODEL_FOLDER, USAGE, type Settings } from './settings/settings.ts';

/** Exit codes: 1 = it could not serve, 2 = the command line is wrong. */
const FAILED = 1;
const MISUSED = 2;

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  const has = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return has ? String(manifest.version) : 'unknown';
}

/** Serves until SIGTERM or SIGINT, then drains; a second signal cuts the requests off. */
async function serveUntilSignal({
  logLevel,
  maxBodyBytes,
  ...settings
}: Settings): Promise<number> {
  const log = jsonLog(
    logLevel,
    (line) => process.stdout.write(line),
    () => new Date(),
  );
  try {
    const limits = { ...DEFAULT_LIMITS, maxBodyBytes };
    const serving = await serve({ ...settings, limits, log });
    await new Promise<void>((resolve, reject) => {
      const drain = () => {
        serving.drain().then(resolve, reject);
      };
      process.on('SIGTERM', drain);
      process.on('SIGINT', drain);
    });
    return 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal_error';
    log('error', 'failed', {
      code,
      message: error instanceof Error ? error.message : String(error),
    });
    return FAILED;
  }
}

/**
 * Runs the command line.
 *
 * @param argv arguments after the program's name
 * @returns the exit code
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const [command, ...flags] = argv;
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === '--version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  try {
    if (command !== 'serve') {
      throw new EndpointError('command_unknown', `Expected the command serve.\n\n${USAGE}`);
    }
    const hasSageMakerFolder = existsSync(SAGEMAKER_MODEL_FOLDER);
    const settings = readSettings(flags, process.env, { hasSageMakerFolder });
    return await serveUntilSignal(settings);
  } catch (error) {
    process.stderr.write(
      `lf-endpoint: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return MISUSED;
  }
}

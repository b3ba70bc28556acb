import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EndpointError } from './errors.ts';
import { jsonLog } from './log.ts';
import { OWN_FOLDER } from './own-folder.ts';
import { enterEmptyFolder } from './process/empty-folder.ts';
import { startWatchdog } from './process/watchdog.ts';
import { serve } from './serve.ts';
import { shortMessage } from './short-message.ts';
import { readSettings, USAGE, type Settings } from './settings/settings.ts';
import { runTrials } from './trial/trial-process.ts';

/** Exit codes: 1 = it could not serve, 2 = the command line is wrong, 143 = SIGTERM while loading. */
const FAILED = 1;
const MISUSED = 2;
const TERMINATED = 128 + 15;

/** SageMaker's own limit for a ping. */
const PING_TIMEOUT_MS = 2_000;

function version(): string {
  const text = readFileSync(join(OWN_FOLDER, 'package.json'), 'utf8');
  const manifest: unknown = JSON.parse(text);
  const has = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return has ? String(manifest.version) : 'unknown';
}

/**
 * What to do on the signals, at first, and after `replace`.
 * As the first process of a container a program without a handler is not ended by them, so there is one from the start.
 */
function onSignals(
  names: readonly NodeJS.Signals[],
  first: () => void,
): { replace: (later: () => void) => void } {
  let act = first;
  for (const name of names) {
    process.on(name, () => {
      act();
    });
  }
  return {
    replace: (later) => {
      act = later;
    },
  };
}

/** A hangup of the terminal that the program runs in ends it; without a terminal it is the operator's word to read the bundles again. */
const STOPS: readonly NodeJS.Signals[] = process.stdin.isTTY
  ? ['SIGTERM', 'SIGINT', 'SIGHUP']
  : ['SIGTERM', 'SIGINT'];
const RELOADS: readonly NodeJS.Signals[] = process.stdin.isTTY ? [] : ['SIGHUP'];

/** What a drain takes beyond the time that requests get: closing models, the last lines of the log. */
const END_MS = 5_000;

/** Serves until SIGTERM or SIGINT, then drains; a second signal cuts the requests off. SIGHUP reads the bundles again. */
async function serveUntilSignal({ logLevel, ...settings }: Settings): Promise<number> {
  const folder = process.cwd();
  process.once('exit', enterEmptyFolder());
  const watchdog = startWatchdog(settings.loadMs);
  const log = jsonLog(
    logLevel,
    (line) => process.stdout.write(line),
    () => new Date(),
  );
  const stops = onSignals(STOPS, () => process.exit(TERMINATED));
  const reloads = onSignals(RELOADS, () => undefined);
  try {
    const serving = await serve({ ...settings, folder, tries: true, log });
    reloads.replace(() => {
      log('info', 'reloading');
      void serving.reload().then(() => log('info', 'reloaded'));
    });
    await new Promise<void>((resolve, reject) => {
      stops.replace(() => {
        watchdog.endWithin(settings.drainMs + END_MS);
        serving.drain().then(resolve, reject);
      });
    });
    return 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal_error';
    log('error', 'failed', { code, message: shortMessage(error) });
    return FAILED;
  }
}

/** A container's health check: asks the server that runs under the same settings. @returns 0 if it is ready */
async function pingOwn({ host, port }: Settings): Promise<number> {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const signal = AbortSignal.timeout(PING_TIMEOUT_MS);
    const { ok } = await fetch(`http://${reachable}:${port}/ping`, { signal });
    return ok ? 0 : FAILED;
  } catch {
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
    if (command === 'try' && process.send !== undefined) {
      await runTrials();
      return 0;
    }
    if (command !== 'serve' && command !== 'ping') {
      throw new EndpointError('command_unknown', `Expected the command serve or ping.\n\n${USAGE}`);
    }
    const settings = readSettings(flags, process.env, { isFolder: existsSync });
    return await (command === 'serve' ? serveUntilSignal(settings) : pingOwn(settings));
  } catch (error) {
    process.stderr.write(
      `lf-endpoint: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return MISUSED;
  }
}

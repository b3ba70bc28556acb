import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/program.ts';
import { SETTINGS } from '../../src/settings/definitions.ts';

/** How many command lines ended with which exit code. */
export type Counts = Readonly<Record<number, number>>;

/** Refusing takes milliseconds; so long is a hang. */
const HANG_MS = 20_000;

/** No slash and no address: nothing outside the folder is named, and no store beyond it. */
const text = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e999', '1e3', '0x10', 'NaN', 'true', 'null', '{}', '[1,2]'),
  fc.constantFrom('file:', 'file:store', '__proto__', 'constructor', '\u001b[31m', '\u202e', '%00'),
  fc.string({ maxLength: 12, unit: 'binary' }).map((each) => each.replaceAll(/[\\/:\0]/g, '_')),
);
const name = fc.oneof(fc.constantFrom(...Object.keys(SETTINGS)), text);
const quote = fc.constantFrom('', '"', "'", '`');
const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(name, quote, text).map(([n, q, t]) => `${n}=${q}${t}${q}`) },
  { weight: 1, arbitrary: text },
);
const flag = fc.constantFrom(
  ...['--seed', '--events', '--max-workers', '--port', '--tag', '--run-id', '--quiet', '--force'],
  ...['--flow', '--json', '--older-than', '--all', '--share', '--verbos', '--', '-x'],
);
const config = fc.dictionary(
  fc.oneof(fc.constantFrom('EPOCHS', 'BATCH_SIZE', 'LSTM_DIMS', 'LR', 'SEED'), text),
  fc.oneof(
    fc.anything({ maxDepth: 2, withNullPrototype: false }),
    fc.array(text, { maxLength: 4 }),
  ),
);
/** None of them starts a run: what would is given data that are not there. */
const command = fc.constantFrom(
  ...[['runs', 'list'], ['runs', 'show'], ['runs', 'log'], ['resume'], ['settings']],
  ...[
    ['datasets', 'clean'],
    ['endpoint', 'list'],
    ['endpoint', 'rollback'],
    ['bundle', 'inspect'],
  ],
  ...['intent', 'rec'].map((flow) => ['run', flow, '--data', 'none', '--config', 'config.json']),
  ['upload', '--data', 'none'],
);
const commandLine = fc.record({
  env: fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n')),
  config: config.map((value) => JSON.stringify(value)),
  args: fc
    .tuple(command, fc.array(fc.oneof(flag, text), { maxLength: 5 }))
    .map(([words, more]) => [...words, ...more]),
});

/**
 * Runs random command lines with random `.env` files and configurations, in this process, until the time is up.
 *
 * @throws with the command line that breaks a law: an exit code that is documented, no stack trace, no hang, and no file
 * written by what was refused
 */
export async function fuzzCommandLine(
  seed: number,
  until: { readonly ms: number; readonly runs: number },
): Promise<Counts> {
  const counts: Record<number, number> = {};
  const before = { folder: process.cwd(), env: { ...process.env } };
  const root = mkdtempSync(join(tmpdir(), 'lf-fuzz-cli-'));
  const deadline = performance.now() + until.ms;
  try {
    for (let round = 0; round < until.runs && performance.now() < deadline; round += 1) {
      const [given] = fc.sample(commandLine, { seed: seed + round, numRuns: 1 });
      if (given === undefined) continue;
      const folder = join(root, String(round));
      mkdirSync(folder);
      process.chdir(folder);
      writeFileSync('.env', given.env);
      writeFileSync('config.json', given.config);
      const start = performance.now();
      const { code, output } = await quietly(() => runCli(given.args));
      // Folders do not count: the datastore's own is made to see whether it can be
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
      counts[code] = (counts[code] ?? 0) + 1;
      const broken = [
        ...(code === 0 || code === 1 || code === 2 ? [] : ['exit code']),
        ...(/^\s+at .*:\d+:\d+\)?$/m.test(output) ? ['stack trace'] : []),
        ...(performance.now() - start > HANG_MS ? ['hang'] : []),
        ...(code === 0 || files.join() === '.env,config.json' ? [] : ['files written']),
      ];
      if (broken.length > 0) {
        throw new Error(
          `seed ${seed + round}: ${broken.join(', ')}\n${JSON.stringify({ ...given, code, files })}\n${output}`,
        );
      }
      for (const key of Object.keys(process.env)) Reflect.deleteProperty(process.env, key);
      Object.assign(process.env, before.env);
      process.exitCode = undefined;
      process.chdir(before.folder);
      rmSync(folder, { recursive: true });
    }
  } finally {
    process.chdir(before.folder);
    rmSync(root, { recursive: true, force: true });
  }
  return counts;
}

/** Keeps what is printed meanwhile. */
async function quietly(
  work: () => Promise<number>,
): Promise<{ readonly code: number; readonly output: string }> {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write.bind(stream));
  let output = '';
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      output += chunk.toString();
      return true;
    };
  }
  try {
    return { code: await work(), output };
  } finally {
    streams.forEach((stream, index) => {
      const write = writes[index];
      if (write !== undefined) stream.write = write;
    });
  }
}

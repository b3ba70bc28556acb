import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzSuites } from './fuzz-suites.ts';

/**
 * `npm run fuzz -w packages/expectations -- --seconds 40 --seed 7`: the fuzzer of suites, for as long as wanted. A child
 * does the work and names each seed before it begins: a crash, a hang or too much memory end it, not the one who tells.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    child: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const firstSeed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(firstSeed)) {
  throw new Error('Expected --seconds above 0 and a whole --seed.');
}

/** The child's way to the parent besides its output: it is written at once, so that a crash loses nothing. */
const SEEDS = 4;

/** Small suites over small tables: what takes more grows with something else. */
const MOST_RESIDENT_BYTES = 3e9;

async function fuzz(): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const counts = await fuzzSuites(firstSeed, (seed) => {
    writeSync(SEEDS, `${seed}\n`);
    const bytes = process.memoryUsage.rss();
    if (bytes > MOST_RESIDENT_BYTES) throw new Error(`seed ${seed - 1}: ${bytes} bytes of memory`);
    return performance.now() < end;
  });
  const { checked, refused, expectations, raised, pages, slowestMs } = counts;
  console.log(
    `suites, from seed ${firstSeed}: ${checked} checked, of them ${refused} refused; ${expectations} results, ` +
      `of them ${raised} errors on the data; ${pages} pages; slowest ${Math.round(slowestMs)} ms; 0 laws broken`,
  );
}

/** A case that says nothing for so long hangs. */
const MOST_SILENT_MS = 120_000;

async function watch(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--child'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
  let seed = String(firstSeed);
  const hang = setTimeout(() => child.kill('SIGKILL'), MOST_SILENT_MS);
  child.stdio[SEEDS]?.on('data', (written: Buffer) => {
    seed = written.toString().trim().split('\n').at(-1) ?? seed;
    hang.refresh();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(hang);
  if (code !== 0) console.error(`suites: a law is broken, see --seed ${seed}`);
  process.exitCode = code === 0 ? 0 : 1;
}

await (values.child ? fuzz() : watch());

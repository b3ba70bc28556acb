import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, DifferentAnswerError, runnerOf, type Comparison } from './run/compare.ts';
import { thisMachine } from './run/machine.ts';
import { measure } from './run/measure.ts';
import { asMarkdown, asPage, type BenchResult } from './run/write.ts';
import { STAGES } from './stages/index.ts';
import type { Stage } from './stages/stage.ts';

const HELP = `Usage: npm run bench -- [options]

Times each stage beside the libraries that you would use instead: in turns, each in a process of its own, on the same
data and cores. Medians and spread, memory, and quality beside speed.

  --stage <names>   ${STAGES.map(({ name }) => name).join(', ')} (default: all), separated by commas
  --rows <n>        size of the work; several separated by commas (default: those of each stage)
  --runs <n>        processes of each side (default: 5)
  --side <names>    only these peers
  --out <folder>    also writes bench.json, bench.md and bench.html there
  --folder <path>   keeps the data there (default: a temporary folder, removed)
  --json            prints the results as JSON, not as tables
  --help            prints this
`;

class UsageError extends Error {}

function readArguments() {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      rows: { type: 'string' },
      runs: { type: 'string', default: '5' },
      side: { type: 'string' },
      out: { type: 'string' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return { ...values, runs: wholeNumber('--runs', values.runs) };
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${flag}: expected a whole number above 0, got ${text}`);
}

function chooseStages(names: string | undefined): readonly Stage[] {
  if (names === undefined) return STAGES;
  return names.split(',').map((name) => {
    const stage = STAGES.find((each) => each.name === name);
    if (stage !== undefined) return stage;
    const known = STAGES.map((each) => each.name).join(', ');
    throw new UsageError(`--stage: expected some of ${known}, got ${name}`);
  });
}

/** Only the named peers, with ours. */
function withSides(stage: Stage, names: string | undefined): Stage {
  if (names === undefined) return stage;
  const wanted = new Set(names.split(','));
  return {
    ...stage,
    sides: stage.sides.filter(({ name, is }) => is === 'ours' || wanted.has(name)),
  };
}

function checkNeeds(stages: readonly Stage[]): void {
  const missing = new Set(
    stages.flatMap(({ sides, needs }) =>
      sides.some(({ is }) => is === undefined)
        ? Object.entries(needs).flatMap(([path, command]) => (existsSync(path) ? [] : [command]))
        : [],
    ),
  );
  if (missing.size > 0)
    throw new UsageError(`the peers are not installed: ${[...missing].join(' && ')}`);
}

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const sizes = values.rows?.split(',').map((text) => wholeNumber('--rows', text));
  const stages = chooseStages(values.stage).map((stage) => withSides(stage, values.side));
  checkNeeds(stages);
  const root = values.folder ?? (await mkdtemp(join(tmpdir(), 'lf-bench-')));
  const machine = thisMachine();
  const comparisons: Comparison[] = [];
  try {
    for (const stage of stages) {
      for (const rows of sizes ?? stage.sizes) {
        process.stderr.write(`${stage.name}, ${rows.toLocaleString('en')} ${stage.unit} ...\n`);
        const folder = join(root, `${stage.unit}-${rows}`);
        await mkdir(folder, { recursive: true });
        await stage.prepare({ folder, rows });
        const run = runnerOf(stage, { folder, rows }, measure);
        comparisons.push(compare(stage, { rows, runs: values.runs }, run));
      }
    }
  } finally {
    if (values.folder === undefined) await rm(root, { recursive: true, force: true });
  }
  const result: BenchResult = { at: new Date().toISOString(), machine, comparisons };
  const json = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(values.json ? json : asMarkdown(result));
  if (values.out === undefined) return;
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'bench.json'), json);
  await writeFile(join(values.out, 'bench.md'), asMarkdown(result));
  await writeFile(join(values.out, 'bench.html'), asPage(result));
}

try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isUsage && !(error instanceof DifferentAnswerError)) throw error;
  process.stderr.write(`bench: ${error.message}\n${isUsage ? 'npm run bench -- --help\n' : ''}`);
  process.exitCode = isUsage ? 2 : 1;
}

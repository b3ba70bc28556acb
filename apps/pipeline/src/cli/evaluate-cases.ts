import { stat } from 'node:fs/promises';
import {
  readItemSessionsCsv,
  readNextItemCases,
  type ItemCases,
  type UnknownItems,
} from '@lf/dataset';
import { scoreNextItemCases, type NextItemScores, type RecProgress } from '@lf/train-rec';
import pc from 'picocolors';
import { printable, printableLines } from '../terminal/printable.ts';
import { printJson, printReport } from '../terminal/print.ts';
import { engineOptions } from '../engine.ts';
import { PipelineError } from '../errors.ts';
import type { Settings } from '../settings/load.ts';
import { sourcesIn } from '../params/source-paths.ts';
import { modelNamed, readCandidates } from '../params/read-candidates.ts';
import type { RecCandidate } from '../params/rec-params.ts';
import type { ModelFlags } from '../params/run-flags.ts';
import { toStored } from '../train/rec-scores.ts';
import {
  differenceOfRepeats,
  differenceTable,
  meanOfRepeats,
  repeatsTable,
  type SeededScores,
} from '../report/rec-repeat-tables.ts';
import { lengthsTable, modelsTable, popularityTable } from '../report/rec-score-tables.ts';

/** The flags of `lf evaluate rec`. */
export interface EvaluateRecFlags {
  /** File of browsing_train, or the folder that holds it. */
  readonly data: string;
  readonly cases: string;
  readonly model?: string;
  readonly config?: string;
  readonly seed?: number;
  /** Trainings of each model, from `seed` on. */
  readonly repeats?: number;
  /** A second model, ranked against the first on the same cases. */
  readonly against?: string;
  /** Its configuration; `config` when left out. */
  readonly againstConfig?: string;
  readonly json?: boolean;
}

/**
 * `lf evaluate rec`: trains a model on all sessions of a file and prints how it ranks the targets of
 * ready-made cases. No session is left out for its length unless the configuration says so.
 */
export async function evaluateCases(settings: Settings, flags: EvaluateRecFlags): Promise<void> {
  const [first, second] = await modelsOf(settings, flags);
  const engine = engineOptions({ memoryLimitMb: settings.LF_MEMORY_LIMIT_MB });
  const { vocabulary, ...train } = await readItemSessionsCsv(await browsingFile(flags.data), {
    engine,
  });
  const cases = await readNextItemCases(flags.cases, { vocabulary, engine });
  const itemCount = vocabulary.length;
  const scoresOf = async ({ choice, config }: RecCandidate): Promise<readonly SeededScores[]> => {
    const runs: SeededScores[] = [];
    for (let repeat = 0; repeat < (flags.repeats ?? 1); repeat++) {
      const seed = (config.SEED + repeat) % SEEDS;
      const onProgress = ({ message }: RecProgress) =>
        process.stderr.write(`${printableLines(message)}\n`);
      const options = { choice, train, itemCount, cases, config, seed, onProgress };
      runs.push({ seed, ...(await scoreNextItemCases(options)) });
    }
    return runs;
  };
  const runs = await scoresOf(first);
  const others = second && (await scoresOf(second));
  const [only] = runs;
  if (flags.repeats === undefined && others === undefined && only !== undefined) {
    const { seed: _, ...figures } = figuresOf(only);
    if (flags.json === true) printJson(figures);
    else printReport(renderScores(only, train.startMs.length, itemCount));
  } else printComparison(flags, runs, others);
  for (const line of unknownItems(cases)) process.stderr.write(`${line}\n`);
}

/** Seeds are of 32 bits. */
const SEEDS = 2 ** 32;

/** The model, and the one that it is compared with. */
async function modelsOf(
  settings: Settings,
  flags: EvaluateRecFlags,
): Promise<readonly [RecCandidate, RecCandidate?]> {
  const read = async (asked: ModelFlags): Promise<RecCandidate> => {
    const { candidates } = await readCandidates(settings, asked, {
      MIN_SESSION_LENGTH: 1,
      MAX_SESSION_LENGTH: LONGEST_SESSION,
    });
    const [candidate] = candidates;
    if (candidate === undefined) throw new Error('one model is always chosen');
    return candidate;
  };
  const { against, againstConfig, ...own } = flags;
  const first = await read(own);
  if (against === undefined && againstConfig === undefined) return [first];
  const model = against === undefined ? first.choice : modelNamed(against, '--against');
  const config = againstConfig ?? own.config;
  return [first, await read({ ...own, model, ...(config && { config }) })];
}

/** What JSON gives of a training: no case is told alone. */
function figuresOf<Scores extends NextItemScores>({ evaluation: _, ...figures }: Scores) {
  return figures;
}

function printComparison(
  flags: EvaluateRecFlags,
  runs: readonly SeededScores[],
  others: readonly SeededScores[] | undefined,
): void {
  const [first, second] = namesOf(runs, others);
  const means = [
    meanOfRepeats(first, runs),
    ...(others === undefined ? [] : [meanOfRepeats(second, others)]),
  ];
  const difference = others && differenceOfRepeats(runs, others);
  if (flags.json === true) {
    printJson({
      models: means.map((mean, model) => ({
        ...mean,
        runs: ((model === 0 ? runs : others) ?? []).map((run) => figuresOf(run)),
      })),
      ...(difference && { difference }),
    });
    return;
  }
  const seeds = runs.map(({ seed }) => seed);
  const tables = [repeatsTable(means, seeds)];
  if (difference !== undefined) tables.push(differenceTable([first, second], difference));
  printReport(tables.join('\n\n'));
}

/** Two configurations of one model are told apart by their place. */
function namesOf(
  [run]: readonly SeededScores[],
  others: readonly SeededScores[] | undefined,
): readonly [string, string] {
  const first = run?.model ?? '';
  const second = others?.[0]?.model ?? '';
  return first === second ? [`${first} (first)`, `${second} (second)`] : [first, second];
}

/** The largest that a configuration takes. */
const LONGEST_SESSION = 1_000_000;

async function browsingFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return path;
  const { browsing_train } = await sourcesIn(path);
  if (browsing_train === null) {
    throw new PipelineError('no_browsing_table', `Reading ${path}: it holds no browsing_train.`);
  }
  return browsing_train;
}

function renderScores(
  { model, trainSeconds, evaluateSeconds, evaluation }: NextItemScores,
  sessions: number,
  items: number,
): string {
  const stored = toStored(evaluation);
  const n = (value: number) => value.toLocaleString('en');
  return [
    `Trained on ${n(sessions)} sessions of ${n(items)} products in ${trainSeconds.toFixed(1)} s, ` +
      `ranked ${n(evaluation.cases)} cases in ${evaluateSeconds.toFixed(1)} s` +
      (evaluation.unseenTargets === 0
        ? ''
        : `; ${n(evaluation.unseenTargets)} targets are not in the training data and count as misses`),
    modelsTable([{ name: model, evaluation: stored }]),
    '',
    pc.bold('By length of the session and by popularity'),
    lengthsTable(stored),
    '',
    popularityTable(stored),
  ].join('\n');
}

/** What of the cases the data does not know: a few new products, or ids of another kind. */
function unknownItems({ unknown, sessions, targets }: ItemCases): readonly string[] {
  return [
    describeUnknown('items of the prefixes', unknown.prefixes, sessions.items.length),
    describeUnknown('targets', unknown.targets, targets.length),
  ].flatMap((line) => line ?? []);
}

function describeUnknown(
  what: string,
  { count, examples }: UnknownItems,
  total: number,
): string | undefined {
  if (count === 0) return undefined;
  const n = (value: number) => value.toLocaleString('en');
  const share = ((100 * count) / total).toFixed(1);
  const skus = examples.map((sku) => printable(JSON.stringify(sku))).join(', ');
  const doubt = count === total ? ' Are the ids those of the data?' : '';
  return `${pc.yellow('note')} ${n(count)} of ${n(total)} ${what} (${share} %) are not in the data, such as ${skus}.${doubt}`;
}

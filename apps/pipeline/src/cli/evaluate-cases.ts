import { stat } from 'node:fs/promises';
import {
  readItemSessionsCsv,
  readNextItemCases,
  type ItemCases,
  type UnknownItems,
} from '@lf/dataset';
import { scoreNextItemCases, type NextItemScores } from '@lf/train-rec';
import pc from 'picocolors';
import { printable, printableLines } from '../terminal/printable.ts';
import { printJson, printReport } from '../terminal/print.ts';
import { engineOptions } from '../engine.ts';
import { PipelineError } from '../errors.ts';
import type { Settings } from '../settings/load.ts';
import { sourcesIn } from '../params/source-paths.ts';
import { readCandidates } from '../params/read-candidates.ts';
import { toStored } from '../train/rec-scores.ts';
import { lengthsTable, modelsTable, popularityTable } from '../report/rec-score-tables.ts';

/** The flags of `lf evaluate rec`. */
export interface EvaluateRecFlags {
  /** File of browsing_train, or the folder that holds it. */
  readonly data: string;
  readonly cases: string;
  readonly model?: string;
  readonly config?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

/**
 * `lf evaluate rec`: trains a model on all sessions of a file and prints how it ranks the targets of
 * ready-made cases. No session is left out for its length unless the configuration says so.
 */
export async function evaluateCases(settings: Settings, flags: EvaluateRecFlags): Promise<void> {
  const { candidates } = await readCandidates(settings, flags, {
    MIN_SESSION_LENGTH: 1,
    MAX_SESSION_LENGTH: LONGEST_SESSION,
  });
  const [candidate] = candidates;
  if (candidate === undefined) throw new Error('one model is always chosen');
  const engine = engineOptions({ memoryLimitMb: settings.LF_MEMORY_LIMIT_MB });
  const { vocabulary, ...train } = await readItemSessionsCsv(await browsingFile(flags.data), {
    engine,
  });
  const cases = await readNextItemCases(flags.cases, { vocabulary, engine });
  const scores = await scoreNextItemCases({
    choice: candidate.choice,
    train,
    itemCount: vocabulary.length,
    cases,
    config: candidate.config,
    onProgress: ({ message }) => process.stderr.write(`${printableLines(message)}\n`),
  });
  if (flags.json === true) {
    const { evaluation: _evaluation, ...figures } = scores;
    printJson(figures);
  } else printReport(renderScores(scores, train.startMs.length, vocabulary.length));
  for (const line of unknownItems(cases)) process.stderr.write(`${line}\n`);
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

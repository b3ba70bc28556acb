import { readPrefixes, readPrefixTimes } from '@lf/dataset';
import {
  scorePrefixes,
  scoreTimedPrefixes,
  type PrefixScores,
  type TimedPrefixScores,
} from '@lf/train-intent';
import { printJson, printReport } from '../terminal/print.ts';
import type { Settings } from '../settings/load.ts';
import { trainingConfigOf } from '../params/intent-config.ts';
import { readIntentConfig } from '../params/intent-params.ts';
import { overallTable, perCutTable } from '../report/intent-score-tables.ts';
import { meanOfSeeds, seedsTable } from '../report/intent-seed-tables.ts';

/** The flags of `lf evaluate intent`. */
export interface EvaluateIntentFlags {
  readonly prefixes: string;
  /** What time and products tell of the same prefixes: trees learn from it. */
  readonly times?: string;
  readonly config?: string;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly json?: boolean;
}

/** `lf evaluate intent`: trains and judges on a file of labelled prefixes, and prints how it did. */
export async function evaluatePrefixes(
  settings: Settings,
  flags: EvaluateIntentFlags,
): Promise<void> {
  const score = await readScorer(settings, flags);
  if (flags.seeds === undefined) {
    const scores = await score();
    if (flags.json === true) printJson(scores);
    else printReport(renderScores(scores));
    return;
  }
  const runs: Scores[] = [];
  for (const seed of flags.seeds) runs.push(await score(seed));
  if (flags.json === true) printJson({ mean: meanOfSeeds(runs), runs });
  else printReport(seedsTable(runs));
}

type Scores = PrefixScores | TimedPrefixScores;

/** Reads the files, and tells how a seed's training is scored: that of the configuration when left out. */
async function readScorer(
  settings: Settings,
  flags: EvaluateIntentFlags,
): Promise<(seed?: number) => Promise<Scores>> {
  const config = await readIntentConfig(settings, flags);
  const prefixes = await readPrefixes(flags.prefixes);
  if (flags.times === undefined) {
    return (seed = config.SEED) =>
      scorePrefixes({
        prefixes,
        config: trainingConfigOf(config),
        validationRatio: config.VALIDATION_RATIO,
        seed,
        onProgress: ({ epoch, loss, validationLoss, sessionsPerSecond }) => {
          process.stderr.write(
            `epoch ${epoch}: loss ${loss.toFixed(4)}, validation ${validationLoss.toFixed(4)}, ${Math.round(sessionsPerSecond).toLocaleString('en')} rows/s\n`,
          );
        },
      });
  }
  const context = await readPrefixTimes(flags.prefixes, flags.times);
  return (seed = config.SEED) =>
    Promise.resolve(
      scoreTimedPrefixes({
        prefixes,
        context,
        seed,
        onProgress: ({ part, parts, trees, validationLoss }) => {
          process.stderr.write(
            `part ${part} of ${parts}: ${trees} trees, validation ${validationLoss.toFixed(4)}\n`,
          );
        },
      }),
    );
}

function renderScores(scores: Scores): string {
  const { models, verdict } = scores;
  return [
    describeRows(scores),
    overallTable(models),
    '',
    'ROC-AUC per k, the events after the first add',
    perCutTable(models, 'rocAuc'),
    '',
    'PR-AUC per k',
    perCutTable(models, 'prAuc'),
    '',
    verdict,
  ].join('\n');
}

function describeRows(scores: Scores): string {
  const { train, test } = scores.rows;
  return 'trees' in scores
    ? `Trained on ${train} rows (${scores.sources.join(', ')}), a part of the visitors at a time as validation; judged on ${test} of other visitors`
    : `Trained on ${train} rows, stopped on ${scores.rows.validation}, judged on ${test} of other visitors`;
}

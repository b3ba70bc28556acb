import { readPrefixes } from '@lf/dataset';
import { scorePrefixes, type PrefixScores } from '@lf/train-intent';
import { printJson, printReport } from '../terminal/print.ts';
import type { Settings } from '../settings/load.ts';
import { trainingConfigOf } from '../params/intent-config.ts';
import { readIntentConfig } from '../params/intent-params.ts';
import { overallTable, perCutTable } from '../report/intent-score-tables.ts';

/** The flags of `lf evaluate intent`. */
export interface EvaluateIntentFlags {
  readonly prefixes: string;
  readonly config?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

/** `lf evaluate intent`: trains and judges on a file of labelled prefixes, and prints how it did. */
export async function evaluatePrefixes(
  settings: Settings,
  flags: EvaluateIntentFlags,
): Promise<void> {
  const config = await readIntentConfig(settings, flags);
  const prefixes = await readPrefixes(flags.prefixes);
  const scores = await scorePrefixes({
    prefixes,
    config: trainingConfigOf(config),
    validationRatio: config.VALIDATION_RATIO,
    onProgress: ({ epoch, loss, validationLoss, sessionsPerSecond }) => {
      process.stderr.write(
        `epoch ${epoch}: loss ${loss.toFixed(4)}, validation ${validationLoss.toFixed(4)}, ${Math.round(sessionsPerSecond).toLocaleString('en')} rows/s\n`,
      );
    },
  });
  if (flags.json === true) printJson(scores);
  else printReport(renderScores(scores));
}

function renderScores({ models, rows, verdict }: PrefixScores): string {
  return [
    `Trained on ${rows.train} rows, stopped on ${rows.validation}, judged on ${rows.test} of other visitors`,
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

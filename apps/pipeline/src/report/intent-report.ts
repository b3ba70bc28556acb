import type { ComparedModel, IntentComparison } from '@lf/train-intent';
import pc from 'picocolors';
import { renderWhereabouts, type RunReport } from './finished-run.ts';
import type { IntentScores } from '../train/intent-scores.ts';
import { overallTable, perCutTable } from './intent-score-tables.ts';

type Gain = NonNullable<IntentComparison['gain']>;

/** The report for people: scores beside the baselines, per k, where everything lies, a line to try. */
export function renderIntentReport(report: RunReport<IntentScores, number>): string {
  const { scores, served } = report;
  const { comparison } = scores;
  const { gain } = comparison;
  const isSure = comparison.isBetterThanEveryBaseline && (gain === null || gain.low > 0);
  const verdict = isSure ? pc.green : pc.yellow;
  return [
    '',
    `${pc.bold('Test sessions')}, the latest by start: ${scores.testRows} rows, one a session and cut`,
    overallTable(linesOf(scores)),
    '',
    `${pc.bold('ROC-AUC per k')}, the events after the first add`,
    perCutTable(linesOf(scores), 'rocAuc'),
    '',
    verdict(comparison.verdict),
    ...(gain === null ? [] : [verdict(gainLine(gain))]),
    '',
    renderWhereabouts(report, `purchase probability ${pc.bold(served.prediction.toFixed(3))}`),
  ].join('\n');
}

function gainLine({ value, low, high, baseline }: Gain): string {
  const chance = low <= 0 && high >= 0 ? ': it may be chance' : '';
  return `its gain over ${baseline} is ${value.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})${chance}`;
}

function linesOf({ comparison, bestAchievable }: IntentScores): readonly ComparedModel[] {
  return bestAchievable === null
    ? comparison.models
    : [...comparison.models, { name: '(best achievable)', evaluation: bestAchievable }];
}

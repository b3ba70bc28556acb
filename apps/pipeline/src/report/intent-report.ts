import type { ComparedModel } from '@lf/train-intent';
import pc from 'picocolors';
import { renderWhereabouts, type RunReport } from './finished-run.ts';
import type { IntentScores } from '../train/intent-scores.ts';
import { verdictLine } from './verdict-line.ts';
import { overallTable, perCutTable } from './intent-score-tables.ts';

/** The report for people: scores beside the baselines, per k, where everything lies, a line to try. */
export function renderIntentReport(report: RunReport<IntentScores, number>): string {
  const { scores, served } = report;
  const { comparison } = scores;
  return [
    '',
    `${pc.bold('Test sessions')}, the latest by start: ${scores.testRows} rows, one a session and cut`,
    overallTable(linesOf(scores)),
    '',
    `${pc.bold('ROC-AUC per k')}, the events after the first add`,
    perCutTable(linesOf(scores), 'rocAuc'),
    '',
    verdictLine(comparison),
    '',
    renderWhereabouts(report, `purchase probability ${pc.bold(served.prediction.toFixed(3))}`),
  ].join('\n');
}

function linesOf({ comparison, bestAchievable }: IntentScores): readonly ComparedModel[] {
  return bestAchievable === null
    ? comparison.models
    : [...comparison.models, { name: '(best achievable)', evaluation: bestAchievable }];
}

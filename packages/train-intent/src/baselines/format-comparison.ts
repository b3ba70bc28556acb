import { WHOLE_SESSION_CUT } from '@lf/dataset';
import type { IntentMetrics } from '../evaluate/evaluate-probabilities.ts';
import type { IntentComparison } from './compare-with-baselines.ts';

const HEADER = [
  'k',
  'model',
  'rows',
  'positive',
  'ROC-AUC',
  'PR-AUC',
  'log loss',
  'ECE',
  'F1',
  'accuracy',
];

/**
 * The comparison as lines of text: one for each cut and model, then all cuts together, then the
 * challenge's score and the verdict. A metric that the rows do not define is a dash.
 */
export function formatComparison(comparison: IntentComparison): string {
  const { models, verdict } = comparison;
  const cuts = models[0]?.evaluation.perCut.map(({ cut }) => cut) ?? [];
  const rows = cuts.flatMap((cut) =>
    models.map(({ name, evaluation }) => {
      const metrics = evaluation.perCut.find((row) => row.cut === cut);
      return line(cut === WHOLE_SESSION_CUT ? 'whole' : String(cut), name, metrics);
    }),
  );
  const overall = models.map(({ name, evaluation }) => line('all', name, evaluation.overall));
  const table = [HEADER, ...rows, ...overall];
  const widths = HEADER.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const text = table.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const scores = models
    .filter(({ evaluation }) => evaluation.challengeScore !== null)
    .map(({ name, evaluation }) => `${name} ${format(evaluation.challengeScore)}`);
  if (scores.length > 0) text.push('', `challenge score (of 4.5): ${scores.join(', ')}`);
  return [...text, '', verdict].join('\n');
}

function line(cut: string, name: string, metrics: IntentMetrics | undefined): string[] {
  if (metrics === undefined) return [cut, name, ...HEADER.slice(2).map(() => '-')];
  const { rows, positives, rocAuc, prAuc, logLoss, calibrationError, f1, accuracy } = metrics;
  const values = [positives / rows, rocAuc, prAuc, logLoss, calibrationError, f1, accuracy];
  return [cut, name, String(rows), ...values.map(format)];
}

function format(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}

import type { ComparedModel, IntentMetrics } from '@lf/train-intent';
import { digits, numbersAfter, renderTable } from '../terminal/table.ts';

/** The metrics of a table, by their names for people. */
export const METRICS = [
  ['ROC-AUC', 'rocAuc'],
  ['PR-AUC', 'prAuc'],
  ['log loss', 'logLoss'],
  ['calibration error', 'calibrationError'],
  ['F1', 'f1'],
  ['accuracy', 'accuracy'],
] as const satisfies readonly (readonly [string, keyof IntentMetrics])[];

/** What keeps the table within the 80 columns of a terminal. */
const SHORT: Readonly<Record<string, string>> = { 'calibration error': 'calib.', accuracy: 'acc.' };

/** A line a model: every metric over all cuts together. */
export function overallTable(models: readonly ComparedModel[]): string {
  const rows = models.map(({ name, evaluation }) => [
    name,
    ...METRICS.map(([, key]) => digits(evaluation.overall[key])),
    digits(evaluation.challengeScore),
  ]);
  const head = ['model', ...METRICS.map(([title]) => SHORT[title] ?? title), 'of 4.5'];
  return renderTable(head, rows, numbersAfter(1, head));
}

/** A line a cut: one metric of every model beside the others. */
export function perCutTable(all: readonly ComparedModel[], metric: 'rocAuc' | 'prAuc'): string {
  // It calls all rows alike: .5 at every cut
  const models = all.filter(({ name }) => name !== 'majority');
  const cuts = models[0]?.evaluation.perCut ?? [];
  const rows = cuts.map(({ cut, rows: count, positives }) => [
    String(cut),
    count.toLocaleString('en'),
    count === 0 ? '-' : `${((100 * positives) / count).toFixed(1)} %`,
    ...models.map(({ evaluation }) =>
      digits(evaluation.perCut.find((each) => each.cut === cut)?.[metric] ?? null),
    ),
  ]);
  const head = ['k', 'rows', 'bought', ...models.map(({ name }) => name)];
  return renderTable(head, rows, numbersAfter(0, head));
}

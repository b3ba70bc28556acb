import type { ComparedModel, IntentEvaluation } from '@lf/train-intent';
import { meanMetric, type MeanMetric } from './mean-metric.ts';
import { digits, numbersAfter, renderTable } from '../terminal/table.ts';

/** One training and its test. */
interface SeedRun {
  readonly seed: number;
  readonly models: readonly ComparedModel[];
}

/** A model at one cut, over all seeds. */
export interface MeanOfSeeds {
  readonly model: string;
  readonly cut: number;
  readonly rocAuc: MeanMetric;
  readonly prAuc: MeanMetric;
}

/** Each model at each cut, the metrics averaged over the runs. */
export function meanOfSeeds(runs: readonly SeedRun[]): readonly MeanOfSeeds[] {
  const models = runs[0]?.models ?? [];
  return models.flatMap(({ name, evaluation }) =>
    evaluation.perCut.map(({ cut }) => ({
      model: name,
      cut,
      rocAuc: over(runs, name, cut, 'rocAuc'),
      prAuc: over(runs, name, cut, 'prAuc'),
    })),
  );
}

function over(
  runs: readonly SeedRun[],
  model: string,
  cut: number,
  metric: 'rocAuc' | 'prAuc',
): MeanMetric {
  const values = runs.map(({ models }) =>
    metricOf(models.find(({ name }) => name === model)?.evaluation, cut, metric),
  );
  return meanMetric(values);
}

function metricOf(
  evaluation: IntentEvaluation | undefined,
  cut: number,
  metric: 'rocAuc' | 'prAuc',
): number | null {
  return evaluation?.perCut.find((each) => each.cut === cut)?.[metric] ?? null;
}

/** A line a model and cut: the means over the seeds, with their spread. */
export function seedsTable(runs: readonly SeedRun[]): string {
  const head = ['model', 'k', 'ROC-AUC', '±', 'PR-AUC', '±'];
  const rows = meanOfSeeds(runs).map(({ model, cut, rocAuc, prAuc }) => [
    model,
    String(cut),
    digits(rocAuc.mean),
    digits(rocAuc.sd),
    digits(prAuc.mean),
    digits(prAuc.sd),
  ]);
  return [
    `Means over ${runs.length} splits and trainings (seeds ${runs.map(({ seed }) => seed).join(', ')}), ± their standard deviation`,
    renderTable(head, rows, numbersAfter(1, head)),
  ].join('\n');
}

import type { ObjectStore } from '@lf/dataset';
import type { TaskSummary } from '@lf/flow';
import type { ComparedModel } from '@lf/train-intent';
import pc from 'picocolors';
import type { IntentResult, IntentScores, ServedModel } from '../intent/result.ts';
import { overallTable, perCutTable } from './score-tables.ts';

/** What `lf run intent --json` prints. */
export interface IntentReport {
  readonly runId: string;
  readonly ms: number;
  readonly steps: readonly Pick<TaskSummary, 'step' | 'status' | 'attempts' | 'ms'>[];
  readonly scores: IntentScores;
  readonly datastore: string;
  readonly modelKey: string;
  readonly served: ServedModel;
}

/** Of a finished run, what its report needs. */
export interface FinishedIntentRun {
  readonly runId: string;
  readonly ms: number;
  readonly tasks: readonly TaskSummary[];
  readonly outputs: { readonly end: IntentResult };
}

/** Gathers the report of a finished run from its artifacts. */
export async function intentReport(
  store: ObjectStore,
  run: FinishedIntentRun,
): Promise<IntentReport> {
  const { scores, modelKey, served } = run.outputs.end;
  const text = new TextDecoder().decode(await store.get(scores.uri));
  return {
    runId: run.runId,
    ms: run.ms,
    steps: run.tasks.map(({ step, status, attempts, ms }) => ({ step, status, attempts, ms })),
    // The run's own artifact, typed where train_model wrote it
    scores: JSON.parse(text) as IntentScores,
    datastore: store.url,
    modelKey,
    served,
  };
}

/** The report for people: scores beside the baselines, per k, where everything lies, a line to try. */
export function renderIntentReport(report: IntentReport): string {
  const { scores, served } = report;
  const { comparison } = scores;
  const verdict = comparison.isBetterThanEveryBaseline ? pc.green : pc.yellow;
  return [
    '',
    `${pc.bold('Test sessions')}, the latest by start: ${scores.testRows} rows, one a session and cut`,
    overallTable(linesOf(scores)),
    '',
    `${pc.bold('ROC-AUC per k')}, the events after the first add`,
    perCutTable(linesOf(scores), 'rocAuc'),
    '',
    verdict(comparison.verdict),
    '',
    pc.bold('Where things are'),
    `  run        ${report.runId}   (lf runs show ${report.runId})`,
    `  datastore  ${report.datastore}`,
    `  model      ${report.modelKey}`,
    `  endpoint   ${served.name} at ${served.url}   (lf endpoint list | stop)`,
    '',
    `${served.session}  ->  purchase probability ${pc.bold(served.prediction.toFixed(3))}`,
    '',
    pc.bold('Try it'),
    `  curl '${served.url}/predict?session=${served.session}'`,
  ].join('\n');
}

function linesOf({ comparison, bestAchievable }: IntentScores): readonly ComparedModel[] {
  return bestAchievable === null
    ? comparison.models
    : [...comparison.models, { name: '(best achievable)', evaluation: bestAchievable }];
}

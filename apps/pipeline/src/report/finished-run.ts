import type { ObjectStore } from '@lf/dataset';
import type { JsonArtifact, TaskSummary } from '@lf/flow';
import pc from 'picocolors';
import type { ServedModel } from '../deploy/serve-bundle.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** What every flow's last step leaves. */
export interface FlowResult<Scores, Prediction> {
  readonly scores: JsonArtifact<Scores>;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel<Prediction>;
}

/** Of a finished run, what its report needs. */
export interface FinishedRun<Scores, Prediction> {
  readonly runId: string;
  readonly ms: number;
  readonly tasks: readonly TaskSummary[];
  readonly outputs: { readonly end: FlowResult<Scores, Prediction> };
  /** Where its page is; null if it could not be made. */
  readonly page: string | null;
  /** Where the Data Docs of its checks are; null if they could not be made. */
  readonly dataDocs: string | null;
}

/** What `lf run <flow> --json` prints. */
export interface RunReport<Scores, Prediction> {
  readonly runId: string;
  readonly ms: number;
  readonly steps: readonly Pick<TaskSummary, 'step' | 'index' | 'status' | 'attempts' | 'ms'>[];
  readonly scores: Scores;
  readonly datastore: string;
  readonly modelKey: string;
  readonly served: ServedModel<Prediction>;
  /** Where the run's page is, a path of this machine or a URL; null if it could not be made. */
  readonly page: string | null;
  /** The same of the Data Docs of its checks. */
  readonly dataDocs: string | null;
}

/** Gathers the report of a finished run from its artifacts. */
export async function reportRun<Scores, Prediction>(
  store: ObjectStore,
  run: FinishedRun<Scores, Prediction>,
): Promise<RunReport<Scores, Prediction>> {
  const { scores, modelKey, served } = run.outputs.end;
  const text = new TextDecoder().decode(await store.get(scores.uri));
  return {
    runId: run.runId,
    ms: run.ms,
    steps: run.tasks.map(({ step, index, status, attempts, ms }) => ({
      step,
      index,
      status,
      attempts,
      ms,
    })),
    // The run's own artifact, typed where the step wrote it
    scores: JSON.parse(text) as Scores,
    datastore: store.url,
    modelKey,
    served,
    page: run.page,
    dataDocs: run.dataDocs,
  };
}

/** The end of every report: where everything lies, what the model said, a line to try. */
export function renderWhereabouts(
  report: Omit<RunReport<unknown, unknown>, 'scores'>,
  answer: string,
): string {
  const { served } = report;
  // The key itself is for no screen
  const header = served.needsKey ? '-H "x-api-key: $LF_API_KEY" ' : '';
  return [
    pc.bold('Where things are'),
    `  run        ${report.runId}   (${lfCommand('runs', 'show', report.runId)})`,
    `  datastore  ${report.datastore}`,
    ...(report.page === null ? [] : [`  report     ${report.page}`]),
    ...(report.dataDocs === null ? [] : [`  checks     ${report.dataDocs}`]),
    `  model      ${report.modelKey}`,
    `  endpoint   ${served.name} at ${served.url}   (${lfCommand('endpoint', 'list')} | stop)`,
    '',
    `${served.session}  ->  ${answer}`,
    '',
    pc.bold('Try it'),
    ...(served.region === undefined
      ? [
          `  curl ${header}'${served.url}/predict?session=${served.session}'`,
          `  or open ${served.url}/ in a browser`,
        ]
      : [
          served.asynchronous === true
            ? `  ${lfCommand('endpoint', 'ask', served.name)} --input requests.jsonl`
            : `  SAGEMAKER_ENDPOINT_NAME=${served.name} AWS_DEFAULT_REGION=${served.region} npx nx serve serverless-api`,
          `  It costs money until it is stopped: ${lfCommand('endpoint', 'stop', served.name)}`,
        ]),
  ].join('\n');
}

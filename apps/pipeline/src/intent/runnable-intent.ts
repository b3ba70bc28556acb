import { reportRun } from '../flows/finished-run.ts';
import { limitsOf } from '../flows/read-params.ts';
import { runnableFlow } from '../flows/runnable-flow.ts';
import { intentFlow } from './intent-flow.ts';
import { readIntentModel, readIntentParams } from './intent-params.ts';
import { renderIntentReport } from './report/intent-report.ts';

/** The intent flow as the command line runs it. */
export const runnableIntent = runnableFlow({
  flow: intentFlow,
  params: readIntentParams,
  model: readIntentModel,
  limits: limitsOf,
  report: reportRun,
  render: renderIntentReport,
});

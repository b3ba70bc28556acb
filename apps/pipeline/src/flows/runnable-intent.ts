import { reportRun } from '../report/finished-run.ts';
import { limitsOf } from '../params/read-params.ts';
import { runnableFlow } from './runnable-flow.ts';
import { intentFlow } from './intent-flow.ts';
import { readIntentModel, readIntentParams } from '../params/intent-params.ts';
import { renderIntentReport } from '../report/intent-report.ts';

/** The intent flow as the command line runs it. */
export const runnableIntent = runnableFlow({
  flow: intentFlow,
  params: readIntentParams,
  choosesModel: true,
  model: readIntentModel,
  limits: limitsOf,
  report: reportRun,
  render: renderIntentReport,
  findings: async (run) => (await import('../report/page/intent-findings.ts')).intentFindings(run),
});

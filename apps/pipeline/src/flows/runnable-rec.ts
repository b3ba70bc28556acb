import { reportRun } from '../report/finished-run.ts';
import { limitsOf } from '../params/read-params.ts';
import { runnableFlow } from './runnable-flow.ts';
import { recFlow } from './rec-flow.ts';
import { readRecModel, readRecParams } from '../params/rec-params.ts';
import { renderRecReport } from '../report/rec-report.ts';

/** The rec flow as the command line runs it. */
export const runnableRec = runnableFlow({
  flow: recFlow,
  choosesModel: true,
  params: readRecParams,
  model: readRecModel,
  limits: limitsOf,
  report: reportRun,
  render: renderRecReport,
  findings: async (run) => (await import('../report/page/rec-findings.ts')).recFindings(run),
});

import { asCalled, lfCommand } from '../../terminal/lf-command.ts';
import type { Answer, FlowFindings } from './answer.ts';
import type { ReportedRun } from './reported-run.ts';

/** What there is to say of a run that has no judged model: why it ended. */
export function noModel({ view }: ReportedRun): FlowFindings {
  const failure = view.attempts.filter(({ status }) => status === 'failed').at(-1);
  const answer: Answer = {
    tone: view.status === 'failed' ? 'bad' : 'plain',
    badge: failure === undefined ? 'No model was judged' : `No model: ${failure.step} failed`,
    reasons: [
      asCalled(failure?.error?.message.split('\n')[0] ?? '') || `The run is ${view.status}.`,
      `To go on: ${lfCommand('resume', view.runId)}`,
    ],
    tiles: [],
  };
  return { answer, sections: [] };
}

import { newRunId } from '@lf/flow';
import { openMachineCalls } from '@lf/flow/step-functions';
import { InvalidArgumentError, type Command } from 'commander';
import { flowEntry } from '../flows/flow-entry.ts';
import { openContext } from '../settings/context.ts';
import { machinePlace } from '../step-functions/machine-place.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

interface TriggerFlags {
  readonly runId?: string;
  readonly json?: boolean;
}

/** `lf trigger <flow>`: starts a run of the state machine that `lf create step-functions` has made. */
export function addTriggerCommand(program: Command): void {
  withJson(
    program
      .command('trigger')
      .description('start a run of a flow that is deployed to Step Functions')
      .argument('<flow>', 'name of the flow')
      .option('--run-id <id>', 'id of the run (default: made from the time)', executionName),
  ).action(async (flow: string, flags: TriggerFlags) => {
    const context = openContext();
    await flowEntry(flow, `Starting ${flow}`);
    const place = machinePlace(context, flow);
    const runId = flags.runId ?? newRunId(new Date());
    const calls = await openMachineCalls();
    try {
      const execution = await calls.start(place.arn, runId);
      if (flags.json === true) printJson({ flow, runId, execution });
      else
        print(`run ${runId} of ${flow} started: ${lfCommand('runs', 'show', runId)}\n${execution}`);
    } finally {
      calls.close();
    }
  });
}

/** An execution is named by the id of its run. */
function executionName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'expected up to 80 letters, digits, dots, _ and -, the first a letter or digit',
  );
}

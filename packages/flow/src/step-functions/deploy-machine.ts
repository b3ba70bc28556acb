import { openBatchCalls } from '../aws-batch/batch-calls.ts';
import { definitionBook } from '../aws-batch/job-definition.ts';
import type { CompiledMachine } from './compile-machine.ts';
import type { Machine, MachineCalls, Schedule } from './machine-calls.ts';

export { openMachineCalls } from './machine-calls.ts';

/** What of a compiled flow is now in AWS. */
export interface DeployedMachine {
  readonly machine: 'created' | 'updated';
  /** Null: the schedule was left as it is. */
  readonly schedule: 'created' | 'updated' | 'removed' | 'none' | null;
}

/** Puts a compiled flow into AWS: its job definitions, the state machine that names them, and when it is started. */
export async function deployMachine(
  calls: MachineCalls,
  compiled: CompiledMachine,
  {
    schedule,
    ...machine
  }: Omit<Machine, 'definition'> & {
    /** A text is the name of one that goes; undefined: it is left as it is. */
    readonly schedule: Schedule | string | undefined;
  },
): Promise<DeployedMachine> {
  const definitions = definitionBook(openBatchCalls);
  for (const definition of compiled.jobDefinitions) {
    await definitions.arnOf(definition, { flow: compiled.flow });
  }
  const made = await calls.putMachine({ ...machine, definition: compiled.definition });
  if (schedule === undefined) return { machine: made, schedule: null };
  if (typeof schedule !== 'string') {
    return { machine: made, schedule: await calls.putSchedule(schedule) };
  }
  const isGone = await calls.deleteSchedule(schedule);
  return { machine: made, schedule: isGone ? 'removed' : 'none' };
}

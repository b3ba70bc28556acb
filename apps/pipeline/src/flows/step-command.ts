import type { Environment } from '@lf/deploy';
import { taskCommand, type TaskCommand } from '@lf/flow';
import { stepEnvironment } from '../settings/child-environment.ts';
import { ENTRY } from './entry.ts';
import type { InspectedStep } from './inspected-step.ts';

/**
 * How the process of a step is started, by whichever command.
 *
 * @param environment with `.env` over it
 * @param of.datastore its root URL
 * @param of.like the step whose environment each gets; none: its own
 */
export function stepCommand(
  environment: Environment,
  of: {
    readonly datastore: string;
    readonly like?: string;
    readonly inspect?: InspectedStep | undefined;
  },
): TaskCommand {
  const { datastore, like, inspect } = of;
  return {
    ...taskCommand(ENTRY, ['task', '--datastore', datastore]),
    standsBy: true,
    environmentOf: (step) => stepEnvironment(environment, { step: like ?? step, datastore }),
    ...(inspect !== undefined && { inspect }),
  };
}

import { describeError, performTask } from '@lf/flow';
import type { AttemptEnd, FlowDefinition, ProcessIdentity, World } from '@lf/flow';
import type { SimulatedProcess } from './simulated-process.ts';
import { storeOf } from './simulated-store.ts';
import type { Simulation } from './simulation.ts';

/** The world of one process that runs a flow; each attempt is a process of its own. */
export function worldOf(
  simulation: Simulation,
  process: SimulatedProcess,
  flows: readonly FlowDefinition[],
): World {
  return {
    now: () => new Date(simulation.wallMs),
    // Never back, however the clock on the wall jumps.
    elapsedMs: () => simulation.steadyMs,
    wait: () =>
      simulation.call(process, {
        what: 'waits',
        moments: [() => undefined],
        kind: 'time',
        answer: () => undefined,
      }),
    uniqueName: () => simulation.uniqueName(),
    self: async () => identityOf(process),
    isAlive: async (other) =>
      // Another machine cannot be asked.
      other.host !== process.machine ||
      simulation.processes.some((each) => each.isAlive && each.pid === other.pid),
    openAttempt: async (_store, task) => ({
      run: ({ taskKey, stop }) => {
        const child = simulation.startProcess(process.machine, process);
        simulation.note(child, 'does', task.step, task.index ?? '', 'attempt', task.attempt);
        return new Promise<AttemptEnd>((resolve) => {
          child.onKilled = () => resolve(KILLED);
          stop.addEventListener('abort', () => simulation.kill(child), { once: true });
          const ended = (end: AttemptEnd): void => {
            child.isAlive = false;
            resolve(end);
          };
          void performTask({
            ...{ flows, store: storeOf(simulation, child), task: taskKey, workDir: '' },
            print: () => undefined,
            send: () => undefined,
          }).then(
            () => ended({ error: null, stack: null }),
            (error: unknown) => ended(describeError(error)),
          );
        });
      },
      note: () => undefined,
      close: async () => undefined,
    }),
    salvage: async () => undefined,
  };
}

function identityOf({ pid, machine }: SimulatedProcess): ProcessIdentity {
  return { pid, host: machine, boot: null, space: null, bornAt: null };
}

const KILLED: AttemptEnd = {
  error: { name: 'TaskError', code: 'task_killed', message: 'killed', retryable: true },
  stack: null,
};

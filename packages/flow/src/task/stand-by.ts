import type { FlowDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import { dieWithParent } from './die-with-parent.ts';
import { parseHandover } from './message.ts';
import type { Handover, TaskMessage } from './message.ts';

/**
 * Loads what the body of a step needs and waits until the parent hands a task over; gives its key. A parent that is gone
 * ends this process.
 *
 * @param place `<flow>/<step>`, from the command line's `--stand-by`
 * @throws FlowError `stand_by_alone` in a process that no run has started
 */
export async function standBy(flows: readonly FlowDefinition[], place: string): Promise<string> {
  if (process.send === undefined) {
    throw new FlowError(
      'stand_by_alone',
      `standing by for ${place}: expected a run as the parent of this process, got none; only runs start such processes`,
    );
  }
  dieWithParent();
  const handedOver = new Promise<Handover>((resolve) => {
    process.on('message', function take(value) {
      const handover = parseHandover(value);
      if (handover === null) return;
      process.off('message', take);
      resolve(handover);
    });
  });
  void load(flows, place);
  const { task, environment } = await handedOver;
  Object.assign(process.env, environment);
  process.send({ type: 'taken' } satisfies TaskMessage);
  return task;
}

/** A module that cannot be loaded is told when the body asks for it. */
async function load(flows: readonly FlowDefinition[], place: string): Promise<void> {
  for (const { name, steps } of flows) {
    const step = steps.find((each) => `${name}/${each.name}` === place);
    try {
      await step?.load?.();
    } catch {
      return;
    }
  }
}

import type { ActionFailure, CheckpointValidation } from '../result/checkpoint-result.ts';
import { exceptionInfo, NO_EXCEPTION } from '../result/validation-result.ts';
import type { ValidationResult } from '../result/validation-result.ts';

/** What an action is told. */
export interface CheckpointEvent {
  readonly checkpoint: string;
  readonly validation: string;
  readonly result: CheckpointValidation;
}

/** Called after each validation and waited for; what it throws is in `action_failures`. */
export type CheckpointAction = (event: CheckpointEvent) => void | Promise<void>;

/** Calls actions one after the other; what they throw is in the answer. */
export async function callActions(
  actions: readonly CheckpointAction[],
  event: CheckpointEvent,
): Promise<readonly ActionFailure[]> {
  const failures: ActionFailure[] = [];
  for (const [position, action] of actions.entries()) {
    try {
      await action(event);
    } catch (error) {
      failures.push({
        validation: event.validation,
        action: action.name === '' ? `action ${position + 1}` : action.name,
        exception_info: exceptionInfo(error),
      });
    }
  }
  return failures;
}

/**
 * Calls actions with the result of one check, one after the other, and waits for them. It never throws: what an action
 * throws is in the answer, and the result stays as it is.
 *
 * @example
 * const result = await validate({ source, suite });
 * if (!result.success) await runActions(result, [sendWebhook({ url: 'https://example.com/hook' })]);
 */
export async function runActions(
  result: ValidationResult,
  actions: readonly CheckpointAction[],
): Promise<readonly ActionFailure[]> {
  const name = result.suite_name;
  const made = { ...result, exception_info: NO_EXCEPTION };
  return callActions(actions, { checkpoint: name, validation: name, result: made });
}

import { ACTION_CODES, cutItems, cutSteps, FIRST_ITEM_ID, UNKNOWN_ID } from '@lf/contract';
import type { Answer, Model } from '../inference/model.ts';
import type { LoggedSession } from './log-lines.ts';

/** The best of a ranking that are kept: twice what the public API shows. */
const KEPT_RANKS = 20;

/**
 * What was asked and answered by `POST /invocations`, as the log keeps it.
 *
 * @param question a body that the model has answered, so that it is sound
 */
export function loggedSessions(
  model: Pick<Model, 'kind' | 'maxEvents'>,
  question: unknown,
  { predictions }: Answer,
): readonly LoggedSession[] {
  const instances = instancesOf(question);
  return model.kind === 'intent'
    ? instances.map((rows, place) => ({
        session: actionDigits(
          cutSteps(
            rows.map(codeOf).filter((code) => code !== -1),
            model.maxEvents,
          ),
        ),
        p: firstNumber(predictions[place]),
      }))
    : instances.map((ids, place) => {
        const known = ids.filter((id): id is number => Number(id) >= FIRST_ITEM_ID);
        const unknown = ids.filter((id) => id === UNKNOWN_ID).length;
        return {
          session: cutItems(known, model.maxEvents),
          top: rankedIds(predictions[place]).slice(0, KEPT_RANKS),
          ...(unknown > 0 && { unknown }),
        };
      });
}

/** A framed session without its marks, a digit an action. */
export function actionDigits(codes: readonly number[]): string {
  return codes.filter((code) => code > ACTION_CODES.end).join('');
}

function instancesOf(question: unknown): readonly (readonly unknown[])[] {
  if (typeof question !== 'object' || question === null || !('instances' in question)) return [];
  const { instances } = question;
  return Array.isArray(instances) ? instances.map(listOf) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const codeOf = (row: unknown) => (Array.isArray(row) ? row.indexOf(1) : -1);

function firstNumber(prediction: unknown): number {
  const [value] = listOf(prediction);
  return typeof value === 'number' ? value : Number.NaN;
}

function rankedIds(prediction: unknown): readonly number[] {
  if (typeof prediction !== 'object' || prediction === null || !('items' in prediction)) return [];
  const { items } = prediction;
  return Array.isArray(items) ? items.filter((id) => typeof id === 'number') : [];
}

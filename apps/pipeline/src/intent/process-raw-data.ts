import { transformIntent } from '@lf/dataset';
import type { StepContext } from '@lf/flow';
import { transformEvents, type TransformedEvents } from '../steps/transform-events.ts';
import type { StoredTables } from '../steps/start.ts';
import type { IntentParams } from './intent-params.ts';

interface Inputs {
  readonly start: StoredTables;
}

/** Every event's type and action, sorted by session and time. */
export function processRawData(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<TransformedEvents> {
  return transformEvents(context, transformIntent);
}

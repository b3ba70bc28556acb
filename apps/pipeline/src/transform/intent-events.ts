import { transformIntent } from '@lf/dataset';
import type { StepContext } from '@lf/flow';
import { transformEvents, type TransformedEvents } from './transform-events.ts';
import type { StoredTables } from '../upload/start.ts';
import type { RunParams } from '../params/run-params.ts';

interface Inputs {
  readonly start: StoredTables;
}

/** Every event's type and action, sorted by session and time. */
export function processRawData(
  context: StepContext<RunParams, Inputs, undefined>,
): Promise<TransformedEvents> {
  return transformEvents(context, transformIntent, 'intent');
}

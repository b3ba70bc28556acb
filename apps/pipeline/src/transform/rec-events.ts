import { transformRec } from '@lf/dataset';
import type { StepContext } from '@lf/flow';
import { PipelineError } from '../errors.ts';
import { transformEvents, type TransformedEvents } from './transform-events.ts';
import type { StoredTables } from '../upload/start.ts';
import type { RunParams } from '../params/run-params.ts';

interface Inputs {
  readonly start: StoredTables;
}

/** Every event's product, sorted by session and time; events without one are left out. */
export async function processRawData(
  context: StepContext<RunParams, Inputs, undefined>,
): Promise<TransformedEvents> {
  const events = await transformEvents(context, transformRec, 'rec');
  if (events.rows > 0) return events;
  throw new PipelineError(
    'no_products',
    'Reading the events: expected some with a product_sku_hash, found none, so there is nothing to recommend.',
  );
}

import { flow, type StepContext } from '@lf/flow';
import type { StoredTables } from '../upload/start.ts';
import type { TransformedEvents } from '../transform/transform-events.ts';
import type { RunParams } from '../params/run-params.ts';

const upload = () => import('../upload/start.ts');
const validation = () => import('../validate/data-validation.ts');

/** Takes of the browsing table what a flow learns from. */
export type ProcessRawData = (
  context: StepContext<RunParams, { readonly start: StoredTables }, undefined>,
) => Promise<TransformedEvents>;

/**
 * Begins a flow as all of ours begin, with the original's step names: raw tables into the datastore,
 * events out of them, the suite. Bodies are imported when they run: a step's process loads only what
 * that step needs.
 */
export function eventFlow<Params extends RunParams>(
  name: string,
  processRawData: () => Promise<ProcessRawData>,
) {
  return flow<Params>(name)
    .step('start', {
      // 2: names the table's file by its bytes
      version: '2',
      load: upload,
      run: async (context) => (await upload()).start(context),
    })
    .step('process_raw_data', {
      after: 'start',
      resources: { cpu: 4, memoryMb: 8000, image: 'rapids' },
      load: processRawData,
      run: async (context) => (await processRawData())(context),
    })
    .step('data_validation', {
      after: 'process_raw_data',
      load: validation,
      run: async (context) => (await validation()).dataValidation(context),
    });
}

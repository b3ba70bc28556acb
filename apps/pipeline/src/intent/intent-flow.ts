import { eventFlow } from '../flows/event-flow.ts';
import type { IntentParams } from './intent-params.ts';

/**
 * The intent flow, its steps named as in the original. Bodies are imported when they run: a step's
 * process loads only what that step needs.
 */
export const intentFlow = eventFlow<IntentParams>(
  'intent',
  async () => (await import('./process-raw-data.ts')).processRawData,
)
  .step('prepare_dataset', {
    after: ['start', 'process_raw_data', 'data_validation'],
    run: async (context) => (await import('./prepare-dataset.ts')).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    run: async (context) => (await import('./get-model-config.ts')).getModelConfig(context),
  })
  .step('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    run: async (context) => (await import('./train-model.ts')).trainModel(context),
  })
  .step('deploy', {
    after: ['prepare_dataset', 'get_model_config', 'train_model'],
    run: async (context) => (await import('./deploy.ts')).deploy(context),
  })
  .step('end', {
    after: ['train_model', 'deploy'],
    run: async (context) => (await import('./end.ts')).end(context),
  });

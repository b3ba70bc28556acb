import { eventFlow } from '../flows/event-flow.ts';
import type { RecParams } from './rec-params.ts';

/**
 * The recommendation flow, its steps named as in the original; `train_model` runs once for each
 * model of a sweep, and `evaluate_model` chooses among them. Bodies are imported when they run.
 */
export const recFlow = eventFlow<RecParams>(
  'rec',
  async () => (await import('./process-raw-data.ts')).processRawData,
)
  .step('prepare_dataset', {
    after: ['process_raw_data', 'data_validation'],
    run: async (context) => (await import('./prepare-dataset.ts')).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    run: async (context) => (await import('./get-model-config.ts')).getModelConfig(context),
  })
  .forEach('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    over: ({ inputs }) => inputs.get_model_config.candidates,
    run: async (context) => (await import('./train-model.ts')).trainModel(context),
  })
  .join('evaluate_model', {
    after: ['prepare_dataset', 'train_model'],
    run: async (context) => (await import('./evaluate-model.ts')).evaluateModel(context),
  })
  .step('deploy', {
    after: ['prepare_dataset', 'evaluate_model'],
    run: async (context) => (await import('./deploy.ts')).deploy(context),
  })
  .step('end', {
    after: ['evaluate_model', 'deploy'],
    run: async (context) => (await import('./end.ts')).end(context),
  });

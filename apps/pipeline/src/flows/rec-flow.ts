import { eventFlow } from './event-flow.ts';
import type { RecParams } from '../params/rec-params.ts';

/**
 * The recommendation flow, its steps named as in the original; `train_model` runs once for each
 * model of a sweep, and `evaluate_model` chooses among them. Bodies are imported when they run.
 */
export const recFlow = eventFlow<RecParams>(
  'rec',
  async () => (await import('../transform/rec-events.ts')).processRawData,
)
  .step('prepare_dataset', {
    after: ['process_raw_data', 'data_validation'],
    resources: { cpu: 4, memoryMb: 16_000 },
    run: async (context) => (await import('../prepare/prepare-rec.ts')).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    run: async (context) => (await import('../train/rec-config.ts')).getModelConfig(context),
  })
  .forEach('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    resources: { cpu: 8, memoryMb: 16_000 },
    over: ({ inputs }) => inputs.get_model_config.candidates,
    run: async (context) => (await import('../train/train-rec.ts')).trainModel(context),
  })
  .join('evaluate_model', {
    after: ['prepare_dataset', 'train_model'],
    run: async (context) => (await import('../evaluate/evaluate-model.ts')).evaluateModel(context),
  })
  .step('deploy', {
    after: ['start', 'prepare_dataset', 'evaluate_model'],
    run: async (context) => (await import('../deploy/deploy-rec.ts')).deploy(context),
  })
  .step('end', {
    after: ['evaluate_model', 'deploy'],
    run: async (context) => (await import('../report/end-rec.ts')).end(context),
  });

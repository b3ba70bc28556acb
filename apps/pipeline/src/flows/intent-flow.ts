import { eventFlow } from './event-flow.ts';
import type { IntentParams } from '../params/intent-params.ts';

/**
 * The intent flow, its steps named as in the original. Bodies are imported when they run: a step's
 * process loads only what that step needs.
 */
export const intentFlow = eventFlow<IntentParams>(
  'intent',
  async () => (await import('../transform/intent-events.ts')).processRawData,
)
  .step('prepare_dataset', {
    after: ['start', 'process_raw_data', 'data_validation'],
    run: async (context) => (await import('../prepare/prepare-intent.ts')).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    run: async (context) => (await import('../train/record-config.ts')).getModelConfig(context),
  })
  .step('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    resources: { cpu: 8, memoryMb: 16_000 },
    run: async (context) => (await import('../train/train-intent.ts')).trainModel(context),
  })
  .step('deploy', {
    after: ['prepare_dataset', 'get_model_config', 'train_model'],
    run: async (context) => (await import('../deploy/deploy-intent.ts')).deploy(context),
  })
  .step('end', {
    after: ['train_model', 'deploy'],
    run: async (context) => (await import('../report/end-intent.ts')).end(context),
  });

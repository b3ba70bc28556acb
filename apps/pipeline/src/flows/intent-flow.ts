import { eventFlow } from './event-flow.ts';
import type { IntentParams } from '../params/intent-params.ts';

const preparation = () => import('../prepare/prepare-intent.ts');
const configuration = () => import('../train/record-config.ts');
const training = () => import('../train/train-intent.ts');
const deployment = () => import('../deploy/deploy-intent.ts');
const report = () => import('../report/end-intent.ts');

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
    load: preparation,
    run: async (context) => (await preparation()).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    load: configuration,
    run: async (context) => (await configuration()).getModelConfig(context),
  })
  .step('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    resources: { cpu: 8, memoryMb: 16_000 },
    load: training,
    run: async (context) => (await training()).trainModel(context),
  })
  .step('deploy', {
    after: ['prepare_dataset', 'get_model_config', 'train_model'],
    load: deployment,
    run: async (context) => (await deployment()).deploy(context),
  })
  .step('end', {
    after: ['train_model', 'deploy'],
    load: report,
    run: async (context) => (await report()).end(context),
  });

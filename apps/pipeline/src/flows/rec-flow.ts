import { eventFlow } from './event-flow.ts';
import type { RecParams } from '../params/rec-params.ts';

const preparation = () => import('../prepare/prepare-rec.ts');
const configuration = () => import('../train/rec-config.ts');
const training = () => import('../train/train-rec.ts');
const evaluation = () => import('../evaluate/evaluate-model.ts');
const deployment = () => import('../deploy/deploy-rec.ts');
const report = () => import('../report/end-rec.ts');

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
    load: preparation,
    run: async (context) => (await preparation()).prepareDataset(context),
  })
  .step('get_model_config', {
    after: 'prepare_dataset',
    load: configuration,
    run: async (context) => (await configuration()).getModelConfig(context),
  })
  .forEach('train_model', {
    after: ['prepare_dataset', 'get_model_config'],
    resources: { cpu: 8, memoryMb: 16_000 },
    over: ({ inputs }) => inputs.get_model_config.candidates,
    load: training,
    run: async (context) => (await training()).trainModel(context),
  })
  .join('evaluate_model', {
    after: ['prepare_dataset', 'train_model'],
    load: evaluation,
    run: async (context) => (await evaluation()).evaluateModel(context),
  })
  .step('deploy', {
    after: ['start', 'prepare_dataset', 'evaluate_model'],
    load: deployment,
    run: async (context) => (await deployment()).deploy(context),
  })
  .step('end', {
    after: ['evaluate_model', 'deploy'],
    load: report,
    run: async (context) => (await report()).end(context),
  });

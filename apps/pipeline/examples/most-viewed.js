/**
 * A flow of one's own, whole: which products are in most sessions? Run it by
 *
 *     LF_FLOWS=examples/most-viewed.js npx lf run most-viewed
 */
import { readItemSessions, transformRec } from '@lf/dataset';
import {
  builtInConfig,
  eventFlow,
  limitsOf,
  readRunParams,
  runnableFlow,
  transformEvents,
} from '@lf/pipeline';

// The tables into the datastore, the events with a product, the suite: three steps that every flow begins with
const flow = eventFlow(
  'most-viewed',
  async () => (context) => transformEvents(context, transformRec),
)
  .step('count', {
    after: ['process_raw_data', 'data_validation'],
    run: async (context) => {
      const events = await context.localPath(context.inputs.process_raw_data.events);
      const { items, offsets, vocabulary } = await readItemSessions(events);
      const sessions = new Uint32Array(vocabulary.length);
      for (let session = 0; session + 1 < offsets.length; session++) {
        for (const item of new Set(items.subarray(offsets[session], offsets[session + 1]))) {
          sessions[item]++;
        }
      }
      context.log(`${offsets.length - 1} sessions`);
      const counted = vocabulary.map((sku, item) => ({ sku, sessions: sessions[item] }));
      return { counted: await context.putJson(counted) };
    },
  })
  .step('end', {
    after: 'count',
    run: async (context) => {
      const counted = await context.getJson(context.inputs.count.counted);
      const top = counted.toSorted((a, b) => b.sessions - a.sessions || (a.sku < b.sku ? -1 : 1));
      return { top: top.slice(0, 10) };
    },
  });

/** Nothing is trained: a seed is all that a run could choose. */
const readModel = async (settings, flags) => {
  const seed = flags.seed ?? settings.LF_SEED ?? 42;
  return { params: {}, seed, files: [], modelFlags: { seed } };
};

export const flows = {
  'most-viewed': {
    about: 'which products are in most sessions?',
    definition: flow,
    load: async () =>
      runnableFlow({
        flow,
        params: async (settings, flags) =>
          readRunParams(settings, flags, {
            suite: builtInConfig('expectations/rec.json'),
            model: await readModel(settings, flags),
          }),
        model: readModel,
        limits: limitsOf,
        report: async (store, run) => run.outputs.end,
        render: ({ top }) => top.map(({ sku, sessions }) => `${sessions}  ${sku}`).join('\n'),
      }),
  },
};

import { flow } from '@lf/flow';
import type { Flow } from '@lf/flow';

/** Both are read by some steps and not by others. */
export interface SmallParams {
  readonly seed: number;
  readonly sizes: readonly number[];
}

/** A line, a for-each with its join: one of each kind of step. */
const fan = flow<SmallParams>('fan')
  .step('start', {
    run: async ({ params, putJson }) => ({
      rows: await putJson([params.seed, params.seed * 7, params.seed * 11]),
    }),
  })
  .forEach('train', {
    after: 'start',
    over: ({ params }) => params.sizes,
    retry: { retries: 1 },
    run: async ({ inputs, item, attempt, getJson, putBytes }) => {
      const rows = await getJson(inputs.start.rows);
      if (item % 2 === 1 && attempt === 1) throw new Error('fails at first');
      const sum = rows.reduce((total, row) => total + row * item, 0);
      return { model: await putBytes(Buffer.from(`model ${sum}`), 'text/plain'), item };
    },
  })
  .join('choose', {
    after: ['train'],
    run: async ({ inputs, getBytes }) => {
      const models = await Promise.all(inputs.train.map(({ model }) => getBytes(model)));
      return { models: models.map((bytes) => Buffer.from(bytes).toString()) };
    },
  });

/** Two branches, of which one reads a parameter. */
const fork = flow<SmallParams>('fork')
  .step('start', { run: async ({ putJson }) => ({ page: await putJson({ title: 'fork' }) }) })
  .step('left', {
    after: 'start',
    run: async ({ params, putJson }) => ({ seed: await putJson(params.seed) }),
  })
  .step('right', {
    after: 'start',
    run: async ({ inputs, getJson }) => ({ title: (await getJson(inputs.start.page)).title }),
  })
  .join('end', {
    after: ['left', 'right'],
    run: async ({ inputs, getJson }) => ({
      end: `${inputs.right.title} ${await getJson(inputs.left.seed)}`,
    }),
  });

/** As little as a flow can be and still pass something on. */
const line = flow<SmallParams>('line')
  .step('start', { run: async ({ params, putJson }) => ({ kept: await putJson(params) }) })
  .step('end', {
    after: 'start',
    run: async ({ inputs, getJson }) => ({ seed: (await getJson(inputs.start.kept)).seed }),
  });

/** A flow whose steps' types do not matter here. */
export type SmallFlow = Flow<SmallParams, object>;

/** The small ones more often: most schedules of a few calls find most of what there is to find. */
export const SMALL_FLOWS: readonly [SmallFlow, ...SmallFlow[]] = [
  line,
  line,
  line,
  line,
  fork,
  fork,
  fan,
];

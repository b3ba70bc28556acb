import { flow, NotRetryableError } from '@lf/flow';

/** Branches, of which one fails at first, and two for-eaches of other lengths. */
export const forked = flow<{ readonly sizes: readonly number[] }>('forked')
  .step('start', { run: async ({ params }) => ({ sizes: params.sizes }) })
  .forEach('few', {
    after: 'start',
    over: ({ inputs }) => inputs.start.sizes,
    run: async ({ item, index }) => ({ double: item * 2, index }),
  })
  .join('most', {
    after: ['few'],
    run: async ({ inputs }) => ({ most: Math.max(...inputs.few.map(({ double }) => double)) }),
  })
  .step('flaky', {
    after: 'start',
    retry: { retries: 1, backOffMs: 1 },
    run: async ({ attempt, log }) => {
      log(`attempt ${attempt}`);
      if (attempt === 1) throw new Error('not yet');
      return { attempt };
    },
  })
  .join('both', {
    after: ['most', 'flaky'],
    run: async ({ inputs }) => ({ most: inputs.most.most, attempt: inputs.flaky.attempt }),
  })
  .forEach('many', {
    after: 'both',
    over: ({ inputs }) => Array.from({ length: inputs.both.most }, (_, at) => ({ at })),
    run: async ({ item }) => ({ at: item.at }),
  });

/** A step that fails for good, though it may be tried again. */
export const broken = flow('broken')
  .step('start', {
    retry: { retries: 2, backOffMs: 1 },
    run: () => Promise.reject(new NotRetryableError('row 3 is bad', { code: 'bad_row' })),
  })
  .step('end', { after: 'start', run: async () => ({}) });

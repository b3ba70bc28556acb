import { expect, expectTypeOf, it } from 'vitest';
import { flow } from '../../src/index.ts';
import type { JsonArtifact } from '../../src/index.ts';

interface Report {
  readonly auc: number;
  readonly note?: string;
}

interface Params {
  readonly seed: number;
  readonly name: string;
}

const base = flow<Params>('typed').step('start', {
  run: async ({ params, inputs, item }) => {
    expectTypeOf(params).toEqualTypeOf<Params>();
    expectTypeOf(inputs).not.toHaveProperty('start');
    expectTypeOf(item).toEqualTypeOf<undefined>();
    return { rows: 3, names: ['a', 'b'] };
  },
});

it('gives each step the outputs of its parents as their types', () => {
  const built = base
    .step('prepare', {
      after: 'start',
      run: async ({ inputs, putJson }) => {
        expectTypeOf(inputs.start.rows).toEqualTypeOf<number>();
        const report: Report = { auc: 1 };
        return { report: await putJson(report), kind: 'x' as const };
      },
    })
    .forEach('train', {
      after: ['prepare', 'start'],
      over: ({ inputs, params }) => inputs.start.names.map((name) => ({ name, seed: params.seed })),
      run: async ({ item, inputs, getJson }) => {
        expectTypeOf(item).toEqualTypeOf<{ name: string; seed: number }>();
        expectTypeOf(await getJson(inputs.prepare.report)).toEqualTypeOf<Report>();
        return { score: item.seed };
      },
    })
    .join('best', {
      after: ['train', 'prepare'],
      run: async ({ inputs }) => {
        expectTypeOf(inputs.train).toEqualTypeOf<readonly { score: number }[]>();
        expectTypeOf(inputs.prepare.kind).toEqualTypeOf<'x'>();
        expectTypeOf(inputs.prepare.report).toEqualTypeOf<JsonArtifact<Report>>();
        return { best: inputs.train.length };
      },
    });
  expect(built.steps.map((step) => step.name)).toEqual(['start', 'prepare', 'train', 'best']);
});

it('accepts a step without parameters and without outputs', () => {
  const built = base.step('end', { after: 'start', run: async () => ({}) });
  expect(built.steps).toHaveLength(2);
});

it('takes a body that is not async, with the same types', () => {
  const built = base
    .step('count', { after: 'start', run: ({ inputs }) => ({ count: inputs.start.rows + 1 }) })
    .forEach('each', {
      after: 'count',
      over: ({ inputs }) => [inputs.count.count],
      run: ({ item }) => ({ twice: 2 * item }),
    })
    .join('sum', {
      after: ['each'],
      run: ({ inputs }) => {
        expectTypeOf(inputs.each).toEqualTypeOf<readonly { twice: number }[]>();
        return { sum: inputs.each.reduce((sum, { twice }) => sum + twice, 0) };
      },
    });
  expect(built.steps).toHaveLength(4);
});

it('refuses at compile time what the graph or the store cannot hold', () => {
  // @ts-expect-error an unknown parent
  base.step('a', { after: 'strat', run: async () => ({}) });
  // @ts-expect-error a name that is taken
  base.step('start', { run: async () => ({}) });
  // @ts-expect-error an output that JSON would change
  base.step('b', { after: 'start', run: async () => ({ at: new Date(0) }) });
  // @ts-expect-error an output that is no record
  base.step('c', { after: 'start', run: async () => 3 });
  // @ts-expect-error the same of a body that is not async
  base.step('e', { after: 'start', run: () => ({ at: new Date(0) }) });
  // @ts-expect-error a body that is not async with an output that is no record
  base.step('f', { after: 'start', run: () => 3 });
  // @ts-expect-error a promise among the outputs
  base.step('g', { after: 'start', run: () => ({ rows: Promise.resolve(3) }) });
  const fanned = base.forEach('each', {
    after: 'start',
    over: ({ inputs }) => inputs.start.names,
    run: async ({ item }) => ({ item }),
  });
  // @ts-expect-error only a join may follow a for-each
  fanned.step('d', { after: 'each', run: async () => ({}) });
  expect(fanned.steps).toHaveLength(2);
});

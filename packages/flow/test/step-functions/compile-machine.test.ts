import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { flow } from '../../src/index.ts';
import { compileMachine, MACHINE_ROLE_ACCESS } from '../../src/step-functions/index.ts';
import type { FlowDefinition } from '../../src/index.ts';
import { faraway, hasty, shop, trouble, wide } from '../fixtures/flows.ts';

/** It has no types of its own. */
const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  readonly isValid: boolean;
  readonly errors: readonly unknown[];
};

const OPTIONS = {
  queue: 'shop-queue',
  images: { base: 'shop/base:1' },
  jobRole: 'arn:aws:iam::123456789012:role/jobs',
  entryArgs: ['advance'],
  environment: {},
  code: { url: 's3://bucket/code.tar.gz', sha256: 'abc', system: 'linux-x64', entry: 'main.js' },
  plan: 'plans/shop/1.json',
  datastore: "s3://bucket/o'shop",
};

type Json = Readonly<Record<string, unknown>>;

/** Every state, at any depth, by its name. */
function statesIn(value: unknown): readonly (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { States: states } = value as { readonly States?: Readonly<Record<string, Json>> };
  return [...Object.entries(states ?? {}), ...Object.values(value).flatMap(statesIn)].filter(
    ([name], at, all) => all.findIndex(([other]) => other === name) === at,
  );
}

const compiled = (of: FlowDefinition, options: Json = {}) =>
  compileMachine(of, { ...OPTIONS, ...options });

describe.each([shop, faraway, trouble, hasty, wide])('flow $name', (of) => {
  it('compiles to what the Amazon States Language allows', () => {
    const { definition } = compiled(of);
    const { isValid, errors } = validate(definition);
    expect([isValid, errors]).toEqual([true, []]);
  });

  it('uses the integrations alone that the role of the machine is allowed', () => {
    const used = statesIn(compiled(of).definition).flatMap(([, { Resource }]) =>
      typeof Resource === 'string' ? [Resource.replace(/^arn:aws:states:::/, '')] : [],
    );
    for (const name of used) expect(Object.keys(MACHINE_ROLE_ACCESS)).toContain(name);
    expect(used).toContain('batch:submitJob.sync');
  });

  it('catches each failure and writes it down, and names no state twice', () => {
    const { definition } = compiled(of);
    for (const [name, { Type, Catch }] of Object.entries(definition.States)) {
      if (!['Task', 'Map', 'Parallel'].includes(String(Type)) || name === 'run failed') continue;
      expect([name, Catch]).toMatchObject([name, [{ Next: 'run failed' }]]);
    }
    const names = [...JSON.stringify(definition).matchAll(/"StartAt":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

it('hands a retry policy and a time limit on', () => {
  const { definition, jobDefinitions } = compiled(
    flow('slow').step('only', {
      retry: { retries: 2, backOffMs: 1500, factor: 3 },
      timeoutMs: 120_000,
      resources: { cpu: 2, memoryMb: 2048 },
      run: async () => ({}),
    }),
  );
  expect(definition.States['only']).toMatchObject({
    // The job's own limit, and 6 hours for the wait
    TimeoutSeconds: 420 + 21_600,
    Retry: [
      { ErrorEquals: ['Batch.AWSBatchException'] },
      { MaxAttempts: 2, IntervalSeconds: 2, BackoffRate: 3 },
    ],
  });
  expect(jobDefinitions[0]).toMatchObject({ timeout: { attemptDurationSeconds: 420 } });
});

it('chooses between an inline and a distributed Map by the number of items, past 40', () => {
  const states = Object.fromEntries(statesIn(compiled(wide).definition));
  expect(states['work how']).toMatchObject({
    Choices: [{ NumericGreaterThan: 40, Next: 'work distributed' }],
    Default: 'work',
  });
  expect(states['work']).toMatchObject({
    MaxConcurrency: 40,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' } },
  });
  expect(states['work distributed']).toMatchObject({
    MaxConcurrency: 100,
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } },
    ItemReader: {
      Parameters: {
        Bucket: 'bucket',
        'Key.$': String.raw`States.Format('o\'shop/runs/wide/{}/_map/work/indexes.json', $$.Execution.Name)`,
      },
    },
  });
});

it('begins a flow whose first step is a for-each by a job that chooses its items, and ends it by one', () => {
  const all = flow<{ readonly items: readonly string[] }>('all').forEach('each', {
    over: ({ params }) => params.items,
    run: async ({ item }) => ({ item }),
  });
  const { definition } = compiled(all);
  expect(definition.StartAt).toBe('begin run');
  expect(Object.keys(definition.States)).toContain('end run');
  expect(validate(definition).isValid).toBe(true);
});

it('gives equal definitions for equal flows', () => {
  expect(compiled(shop)).toEqual(compiled(shop));
});

it('names what it cannot compile', () => {
  const long = flow('long').step('a'.repeat(61), { run: async () => ({}) });
  expect(() => compiled(long)).toThrow(/has a name of 61 characters; expected 60 at most/);
  expect(() => compiled(wide, { datastore: 'file:.lf' })).toThrow(/expected an s3: datastore/);
});

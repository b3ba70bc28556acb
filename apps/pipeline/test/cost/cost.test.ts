import { startFakeSageMaker } from '@lf/test-doubles/sagemaker';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { estimateCost } from '../../src/cost/estimate-cost.ts';
import { parsePriceTable, PRICE_TABLE_SCHEMA } from '../../src/cost/price-table.ts';
import { renderCost } from '../../src/cost/render-cost.ts';
import { Workplace } from '../workplace.ts';

const TABLE = {
  currency: 'USD',
  region: 'us-east-1',
  instances: { 'ml.t2.medium': 0.05, 'ml.c5.large': 0.1 },
  serverlessProvisioned: { '2048': 0.03 },
};
const endpoint = { flow: 'intent', runId: 'run-1', status: 'InService' };
const instances = (name: string, type: string, count: number) => ({
  ...endpoint,
  name,
  variants: [{ kind: 'instances', name: 'champion', type, count } as const],
});

describe('an estimate', () => {
  it('is instances by their price, in hours and in months of 730', () => {
    const { perHour, perMonth, missing } = estimateCost(
      [instances('intent-1-endpoint', 'ml.t2.medium', 2), instances('b', 'ml.c5.large', 1)],
      TABLE,
    );
    expect(perHour).toBeCloseTo(0.2, 12);
    expect(perMonth).toBeCloseTo(146, 9);
    expect(missing).toEqual([]);
  });

  it('is provisioned concurrency by its memory, and nothing for a serverless endpoint without', () => {
    const serverless = (memoryMb: number, provisioned: number) => ({
      ...endpoint,
      name: `of-${memoryMb}`,
      variants: [{ kind: 'serverless', name: 'champion', memoryMb, provisioned } as const],
    });
    const estimate = estimateCost(
      [serverless(2048, 3), serverless(4096, 0), serverless(1024, 1)],
      TABLE,
    );
    expect(estimate.variants.map(({ perHour }) => perHour)).toEqual([
      expect.closeTo(0.09, 12),
      0,
      null,
    ]);
    expect(estimate.missing).toEqual(['serverless 1024 MB']);
  });

  it('says which types the table lacks, and counts the rest', () => {
    const estimate = estimateCost(
      [
        instances('a', 'ml.g5.xlarge', 1),
        instances('b', 'constructor', 1),
        instances('c', 'ml.c5.large', 1),
      ],
      TABLE,
    );
    expect(estimate.missing).toEqual(['ml.g5.xlarge', 'constructor']);
    expect(estimate.perHour).toBe(0.1);
    expect(renderCost(estimate)).toMatch(
      /USD 0\.1000 an hour, 73\.00 a month .*ml\.g5\.xlarge, constructor/,
    );
  });
});

it('publishes the schema of price tables as it is checked', async () => {
  // Written anew by `vitest -u`
  await expect(`${JSON.stringify(PRICE_TABLE_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(
    '../../schemas/prices.schema.json',
  );
});

it('names every wrong key of a price table', () => {
  const wrong = { curency: 'USD', instances: { 'ml.t2.medium': '0.05', 'ml.c5.large': -1 } };
  expect(() => parsePriceTable(wrong, 'the price table x.json')).toThrow(
    /curency.*did you mean currency[^]*ml\.t2\.medium[^]*a price for an hour[^]*ml\.c5\.large/,
  );
});

it('lf cost asks SageMaker what runs now, and needs no account for its table', async () => {
  const fake = await startFakeSageMaker({ bundleAt: async () => null, command: () => [] });
  const place = await Workplace.open(null, {
    AWS_ENDPOINT_URL: fake.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    LF_DATASTORE_ROOT: 's3://bucket/shop',
  });
  onTestFinished(async () => {
    await fake.close();
    await rm(place.folder, { recursive: true });
  });
  const name = 'intent-1-endpoint';
  const [first] = [
    { VariantName: 'champion', InstanceType: 'ml.t2.medium', InitialInstanceCount: 1 },
  ];
  fake.configs.set('intent-1-config', { name: 'intent-1-config', variants: [first ?? {}] });
  fake.endpoints.set(name, {
    ...{ name, createdAt: 1_700_000_000, configName: 'intent-1-config' },
    ...{ status: 'InService', variants: [] },
  });
  fake.instances.set(name, 4);
  fake.tags.set(
    `endpoint/${name}`,
    new Map([
      ['lf:datastore', 's3://bucket/shop'],
      ['lf:run', 'r'],
    ]),
  );
  const prices = await place.write('prices.json', JSON.stringify(TABLE));
  const { code, stdout, stderr } = await place.lf(['cost', '--prices', prices, '--json']);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ currency: 'USD', region: 'us-east-1', perHour: 0.2, perMonth: 146, missing: [] },
    variants: [{ endpoint: name, runId: 'r', runsOn: '4 × ml.t2.medium' }],
  });
  await writeFile(
    join(place.folder, 'other.json'),
    JSON.stringify({ ...TABLE, region: 'eu-west-1' }),
  );
  const other = await place.lf(['cost', '--prices', 'other.json']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('eu-west-1')]);
}, 300_000);

import { FakeBatch } from '@lf/test-doubles';
import { startFakeS3 } from '@lf/test-doubles/s3';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { Workplace } from '../workplace.ts';

const INSTALLED = fileURLToPath(new URL('../../../../node_modules/@lf', import.meta.url));

/** A shop's project: a flow whose own step runs as a job, by another file of the shop and a package that it has installed. */
const SHOP = {
  'package.json': '{ "type": "module" }',
  'flows/counted.js': `
    import { flow } from '@lf/flow';
    import { builtInConfig, limitsOf, readRunParams, runnableFlow } from '@lf/pipeline';
    const counted = flow('counted')
      .step('count', {
        resources: { cpu: 1, memoryMb: 1000 },
        run: async (context) => (await import('./parts/count.js')).count(context),
      })
      .step('end', { after: 'count', run: async ({ inputs }) => inputs.count });
    const model = async () => ({ params: {}, seed: 42, files: [], modelFlags: {} });
    export const flows = {
      counted: {
        about: 'where does it count?',
        definition: counted,
        load: async () => runnableFlow({
          flow: counted,
          params: async (settings, flags) =>
            readRunParams(settings, flags, { suite: builtInConfig('expectations/rec.json'), model: await model() }),
          model,
          limits: limitsOf,
          report: async (store, run) => run.outputs.end,
          render: JSON.stringify,
        }),
      },
    };`,
  'flows/parts/count.js': `
    import { sentence } from 'sentences';
    export const count = async ({ params }) => ({ said: sentence(params.seed, process.env.AWS_BATCH_JOB_ID) });`,
  'node_modules/sentences/package.json':
    '{ "name": "sentences", "version": "1.0.0", "type": "module", "main": "./src/index.js" }',
  'node_modules/sentences/src/index.js': `export const sentence = (count, job) => \`job \${job} counted \${count}\`;`,
};

async function openShop(environment: NodeJS.ProcessEnv): Promise<Workplace> {
  const place = await Workplace.open(null, { LF_FLOWS: 'flows/counted.js', ...environment });
  onTestFinished(() => place.close());
  for (const [path, content] of Object.entries(SHOP)) {
    await mkdir(dirname(join(place.folder, path)), { recursive: true });
    await place.write(path, content);
  }
  await symlink(await realpath(INSTALLED), join(place.folder, 'node_modules/@lf'));
  return place;
}

it('runs a flow of LF_FLOWS with EN_BATCH=1 from the code package, which carries the files and packages that it imports', async () => {
  const s3 = await startFakeS3();
  onTestFinished(() => s3.close());
  const credentials = {
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const batch = await FakeBatch.start({
    ...{ queues: ['shop-queue'], images: ['shop/base:1'], platformEnvironment: credentials },
  });
  onTestFinished(() => batch.close());
  const place = await openShop({
    ...credentials,
    LF_DATASTORE_ROOT: 's3://bucket/shop',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
    EN_BATCH: '1',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/jobs',
    BASE_IMAGE: 'shop/base:1',
  });
  const ran = await place.lf(['run', 'counted', '--run-id', 'on-batch', '--json']);
  expect(ran.code, ran.stderr).toBe(0);
  const [job] = batch.jobs;
  expect(job?.status).toBe('SUCCEEDED');
  expect(JSON.parse(ran.stdout)).toEqual({ said: `job ${job?.jobId} counted 42` });
  // Neither the definition nor the job names a path of this machine
  const sent = JSON.stringify([
    batch.requests('registerjobdefinition'),
    batch.requests('submitjob'),
  ]);
  expect(sent).not.toContain(place.folder);
}, 300_000);

import { openStore } from '@lf/dataset';
import { FakeBatch } from '@lf/test-doubles';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Place } from './place.ts';

/** With pandas in it: src/main.ts has made it. */
const PYTHON = fileURLToPath(new URL('../../rapids/.venv/bin/python', import.meta.url));

/** What its second call prints, before it works. */
const SECOND_CALL = 'python3 is called again';

let batch: FakeBatch;
/** The PATH of RAPIDS_IMAGE, with Python on it. */
let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'lf-rapids-path-'));
  // The second call waits until it is killed, so that the test decides at which moment
  await writeFile(
    join(path, 'python3'),
    `#!/bin/sh
if /bin/mkdir '${path}/first' 2>/dev/null; then exec '${PYTHON}' "$@"; fi
if /bin/mkdir '${path}/second' 2>/dev/null; then
  echo $$ >'${path}/second/pid'
  echo '${SECOND_CALL}' >&2
  exec /usr/bin/tail -f /dev/null
fi
exec '${PYTHON}' "$@"
`,
  );
  await chmod(join(path, 'python3'), 0o755);
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  batch = await FakeBatch.start({
    queues: ['shop-queue'],
    images: ['shop/base:1', 'shop/rapids:1'],
    imageEnvironments: {
      'shop/rapids:1': { PATH: [path, dirname(process.execPath)].join(delimiter) },
    },
    platformEnvironment: {
      ...{ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_EC2_METADATA_DISABLED: 'true' },
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
});
afterAll(async () => {
  await batch.close();
  await rm(path, { recursive: true, force: true });
});

async function open(datastore: string): Promise<Place> {
  const place = await Place.open(datastore);
  onTestFinished(() => place.close());
  return place;
}

/** Copies the table that a run's transform made; its bytes are told by their digest. */
async function eventsOf(datastore: string, digest: string, copy: string): Promise<string> {
  const key = `artifacts/sha256/${digest.slice(0, 2)}/${digest}`;
  const target = join(path, copy);
  await openStore(datastore).getFile(key, target);
  return target;
}

it('intent with EN_BATCH=1 from an upload on, its transform by the Python program in RAPIDS_IMAGE, by settings alone: a fault of it is told with its last lines; killed in its midst with its machine and resumed elsewhere, it gives the rows of DuckDB, and the flow goes on to the same model', async () => {
  const onDisk = await open('file:.lf');
  const disk = await onDisk.lf(['run', 'intent', '--run-id', 'whole', '--quiet']);
  expect(disk.code, disk.stderr).toBe(0);

  const datastore = `s3://bucket/rapids/${randomUUID()}`;
  const [first, other] = [await open(datastore), await open(datastore)];
  const onBatch = {
    EN_BATCH: '1',
    LF_TRANSFORM_ENGINE: 'pandas',
    LF_TRANSFORM_MEMORY_MB: '12000',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/shop',
    BASE_IMAGE: 'shop/base:1',
    RAPIDS_IMAGE: 'shop/rapids:1',
    AWS_ENDPOINT_URL_BATCH: batch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: batch.url,
  };
  const uploaded = await first.lf(['upload'], onBatch);
  expect(uploaded.stdout, uploaded.stderr).toContain('stored in datasets/default');
  const refused = await first.lf(['run', 'intent', '--run-id', 'r1'], {
    ...onBatch,
    LF_MAX_SESSION_EVENTS: '20',
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /LF_TRANSFORM_ENGINE=pandas: the Python program ended with code 1[^]*sessions have more than 20 events[^]*LF_LONG_SESSIONS=drop, or raise LF_MAX_SESSION_EVENTS/,
  );
  expect(refused.stderr).not.toContain('Traceback');

  await first.killAt(SECOND_CALL, ['resume', 'r1'], onBatch);
  await first.loseCache();
  const taken = batch.jobs.find(({ status }) => status === 'RUNNING');
  batch.interrupt(taken?.jobId ?? '');
  const resumed = await other.lf(['resume', 'r1', '--break-lock'], onBatch);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toContain('its machine was taken away');
  expect(resumed.stderr).toMatch(/\[train_model\] epoch +\d+ +loss/);
  expect(resumed.stdout).toMatch(/-> {2}purchase probability 0\.\d+/);
  const waiting = Number(await readFile(join(path, 'second', 'pid'), 'utf8'));
  // Nothing outlives the machine: the process that waited is gone with the step that it was of
  await expect.poll(() => isThere(waiting)).toBe(false);

  expect(batch.jobs.map(({ jobName, status }) => [jobName.split('-')[3], status])).toEqual([
    ['process_raw_data', 'FAILED'],
    ['process_raw_data', 'SUCCEEDED'],
    ['train_model', 'SUCCEEDED'],
  ]);
  expect(batch.requests('registerjobdefinition')[0]).toMatchObject({
    containerProperties: {
      image: 'shop/rapids:1',
      resourceRequirements: [
        { type: 'VCPU', value: '4' },
        { type: 'MEMORY', value: '12000' },
      ],
    },
  });

  const [byPython, byDuckDb] = [await other.artifactsOf('r1'), await onDisk.artifactsOf('whole')];
  const { process_raw_data: [description, ours = ''] = [], ...after } = byPython;
  const { process_raw_data: [descriptionHere, theirs = ''] = [], ...afterDuckDb } = byDuckDb;
  expect({ ...after, description }).toEqual({ ...afterDuckDb, description: descriptionHere });
  const same = execFileSync(
    PYTHON,
    [
      ...[
        '-c',
        'import sys, pyarrow.parquet as p; a, b = map(p.read_table, sys.argv[1:]); print(len(a), a.equals(b))',
      ],
      await eventsOf(datastore, ours, 'ours.parquet'),
      await eventsOf(`file:${join(onDisk.folder, '.lf')}`, theirs, 'theirs.parquet'),
    ],
    { encoding: 'utf8' },
  );
  expect(same).toMatch(/^6\d{3} True\n$/);
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

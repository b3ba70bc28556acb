import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { FakeBatch } from '@lf/test-doubles';
import { startFakeSageMaker, type FakeSageMaker } from '@lf/test-doubles/sagemaker';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, started, type RunningServer } from '../src/servers.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What the interpreter asks of AWS Batch. */
const OF_BATCH = /^\/v1\/\w*job/;

const ENDPOINT = at('../../../apps/endpoint/from-source.js');

/**
 * Step Functions, its scheduler and S3 as moto does them, whose jobs run as processes of a fake Batch, and a fake SageMaker
 * that serves the models that these jobs deploy.
 */
export interface Machines {
  readonly batch: FakeBatch;
  readonly sageMaker: FakeSageMaker;
  /** Of all of these. */
  readonly url: string;
  close(): Promise<void>;
}

/** @param platformEnvironment what a container gets besides, such as the credentials of its role */
export async function startMachines(
  platformEnvironment: Readonly<Record<string, string>>,
): Promise<Machines> {
  const batch = await FakeBatch.start({
    ...{ queues: ['shop-queue'], images: ['shop/base:1'], platformEnvironment },
  });
  const [port, motoPort] = [await freePort(), await freePort()];
  const moto = await startMoto(motoPort, port);
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'lf-machines-'));
  const client = new S3Client({
    ...{ endpoint: url, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const sageMaker = await startFakeSageMaker({
    bundleAt: async (bundleUrl) => {
      const Key = bundleUrl.replace('s3://bucket/', '');
      const got = await client
        .send(new GetObjectCommand({ Bucket: 'bucket', Key }))
        .catch(() => null);
      if (got?.Body === undefined) return null;
      const path = join(folder, `${randomUUID()}.tar.gz`);
      await writeFile(path, await got.Body.transformToByteArray());
      return path;
    },
    command: ({ folder: model, port: bound }) => [
      ...[
        process.execPath,
        ENDPOINT,
        'serve',
        '--bundle',
        model,
        '--host',
        '127.0.0.1',
        '--port',
        bound,
      ],
    ],
  });
  sageMaker.looksBeforeReady = 0;
  const router = await startRouter(port, ({ url: path = '', headers }) => {
    if (OF_BATCH.test(path)) return batch.url;
    const isOfSageMaker =
      path.startsWith('/endpoints/') || /^SageMaker\./.test(String(headers['x-amz-target']));
    return isOfSageMaker ? sageMaker.url : moto.endpoint;
  });
  await fetch(`${url}/moto-api/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  return {
    batch,
    sageMaker,
    url,
    async close() {
      moto.stop();
      await new Promise((resolve) => {
        router.close(resolve);
        router.closeAllConnections();
      });
      await batch.close();
      await sageMaker.close();
      client.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param askedPort where the interpreter finds what its states ask for */
function startMoto(port: number, askedPort: number): Promise<RunningServer> {
  const args = [at('moto-machines.py'), '-H', '127.0.0.1', '-p', String(port)];
  return started('moto', port, at('../.venv/bin/python'), args, { MOTO_PORT: String(askedPort) });
}

async function startRouter(
  port: number,
  placeOf: (received: IncomingMessage) => string,
): Promise<Server> {
  const server = createServer((received, answer) => {
    const place = new URL(placeOf(received));
    const { method, headers, url: path } = received;
    const sent = ask({ ...{ host: place.hostname, port: place.port }, method, headers, path });
    sent.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    sent.on('error', () => answer.destroy());
    received.pipe(sent);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** The schedule of a name as EventBridge Scheduler has it; null: there is none. */
export async function scheduleIn(
  { url }: Machines,
  name: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const answer = await fetch(`${url}/schedules/${name}`, {
    headers: {
      // By what a request is signed for, moto knows the service
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/scheduler/aws4_request, SignedHeaders=host, Signature=none',
    },
  });
  if (answer.status === 404) return null;
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

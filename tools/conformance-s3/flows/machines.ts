import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { FakeBatch } from '@lf/test-doubles';
import { createServer, request as ask, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort, started, type RunningServer } from '../src/servers.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What the interpreter asks of AWS Batch; all else is for moto. */
const OF_BATCH = /^\/v1\/\w*job/;

/** Step Functions, its scheduler and S3 as moto does them, whose jobs run as processes of a fake Batch. */
export interface Machines {
  readonly batch: FakeBatch;
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
  const router = await startRouter(port, (path) =>
    OF_BATCH.test(path) ? batch.url : moto.endpoint,
  );
  const url = `http://127.0.0.1:${port}`;
  await fetch(`${url}/moto-api/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  const client = new S3Client({
    ...{ endpoint: url, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  client.destroy();
  return {
    batch,
    url,
    async close() {
      moto.stop();
      await new Promise((resolve) => {
        router.close(resolve);
        router.closeAllConnections();
      });
      await batch.close();
    },
  };
}

/** @param askedPort where the interpreter finds what its states ask for */
function startMoto(port: number, askedPort: number): Promise<RunningServer> {
  const args = [at('moto-machines.py'), '-H', '127.0.0.1', '-p', String(port)];
  return started('moto', port, at('../.venv/bin/python'), args, { MOTO_PORT: String(askedPort) });
}

async function startRouter(port: number, placeOf: (path: string) => string): Promise<Server> {
  const server = createServer((received, answer) => {
    const place = new URL(placeOf(received.url ?? '/'));
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

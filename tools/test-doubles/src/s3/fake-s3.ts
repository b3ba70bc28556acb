import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from './answer-request.ts';
import { FakeBucket } from './fake-bucket.ts';
import type { Fault, FaultPlan } from './faults.ts';
import { takeFault } from './faults.ts';
import { checkRequest } from './check-request.ts';
import { S3Refusal, errorXml } from './refusal.ts';
import type { S3Request } from './s3-request.ts';
import { readRequest } from './s3-request.ts';

/** S3's documented wire format on loopback: one bucket, strict about what a client has to send, and full of faults if told so. */
export interface FakeS3 {
  readonly endpoint: string;
  readonly bucket: FakeBucket;
  /** What clients asked for, in order, such as 'PutObject'. */
  readonly operations: string[];
  /** Headers of the requests, in the same order. */
  readonly requests: S3Request[];
  /** Faults to come. */
  readonly faults: FaultPlan[];
  /** The server's clock, ahead of this machine's. */
  clockOffsetMs: number;
  /** Called before a request is carried out. */
  before: (request: S3Request) => Promise<void> | void;
  fail(fault: Fault, where: Omit<FaultPlan, 'fault'>): void;
  close(): Promise<void>;
}

export async function startFakeS3(
  options: { readonly leastPartBytes?: number } = {},
): Promise<FakeS3> {
  const bucket = new FakeBucket('bucket', options.leastPartBytes ?? 5 * 2 ** 20);
  const server = createServer((request, response) => {
    void serve(fake, request, response);
  });
  // A client that is told of a fault early still sends the rest of its body.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeS3 = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    operations: [],
    requests: [],
    faults: [],
    clockOffsetMs: 0,
    before: () => undefined,
    fail: (fault, where) => void fake.faults.push({ ...where, fault }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

async function serve(
  fake: FakeS3,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('date', new Date(Date.now() + fake.clockOffsetMs).toUTCString());
  response.setHeader(
    'x-amz-request-id',
    createHash('md5').update(String(fake.requests.length)).digest('hex'),
  );
  let request: S3Request | undefined;
  try {
    request = await readRequest(incoming);
    fake.operations.push(request.operation);
    fake.requests.push(request);
    await fake.before(request);
    const fault = takeFault(fake.faults, request);
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'refuse') throw new S3Refusal(fault.status, fault.code, fault.extra);
    if (fault?.kind === 'html') {
      response.writeHead(fault.status, { 'content-type': 'text/html' });
      response.end('<html><body>Bad gateway</body></html>');
      return;
    }
    checkRequest(request, new Date(Date.now() + fake.clockOffsetMs));
    const answer = answerRequest(fake.bucket, request, { isStale: fault?.kind === 'stale' });
    if (fault?.kind === 'lost') {
      incoming.socket.resetAndDestroy();
      return;
    }
    let { body } = answer;
    if (fault?.kind === 'flip' && body.length > 0) {
      body = Buffer.from(body);
      body[0] = (body[0] ?? 0) ^ 1;
    }
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': answer.length ?? body.length,
    });
    if (request.method === 'HEAD') response.end();
    else if (fault?.kind === 'cut') {
      response.write(body.subarray(0, Math.floor(body.length / 2)), () =>
        incoming.socket.destroy(),
      );
    } else response.end(body);
  } catch (error) {
    const refusal =
      error instanceof S3Refusal
        ? error
        : new S3Refusal(500, 'InternalError', { Message: String(error) });
    const xml = errorXml(refusal);
    response.writeHead(refusal.status, { 'content-type': 'application/xml', ...refusal.headers });
    response.end(request?.method === 'HEAD' ? undefined : xml);
  }
}

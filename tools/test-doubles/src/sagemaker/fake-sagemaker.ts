import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import type { FakeAccount, Fields } from './account.ts';
import { CONTROL_OPERATIONS } from './control-operations.ts';
import { stopAll } from './endpoint-work.ts';
import { LOG_OPERATIONS, SCALING_OPERATIONS } from './other-operations.ts';
import { Refusal } from './refusal.ts';
import { invokeVariant, queueInvocation } from './runtime.ts';
import { TRAINING_OPERATIONS } from './training-operations.ts';
import { TRANSFORM_OPERATIONS } from './transform-operations.ts';

/** Something that goes wrong: AWS's refusal, a connection that is cut before or after the request was carried out, silence. */
export type Fault =
  | { readonly code: string; readonly message: string; readonly status?: number }
  | 'reset'
  | 'lost'
  | 'silent';

/**
 * SageMaker, its runtime API, and what CloudWatch Logs and application autoscaling do for it, on loopback in their
 * documented wire formats; an endpoint is a real server that is started for the uploaded bundle.
 */
export interface FakeSageMaker extends FakeAccount {
  readonly url: string;
  /** What clients asked for, in order. */
  readonly requests: { readonly operation: string; readonly input: Fields }[];
  /** Lets the next requests of an operation fail. */
  fail(operation: string, fault: Fault, times?: number): void;
  /** Called before a request is carried out. */
  before: (operation: string) => void;
  close(): Promise<void>;
}

/** The operations by the prefix of `x-amz-target`. */
const SERVICES: Readonly<
  Record<string, { readonly signedAs: string; readonly operations: object }>
> = {
  SageMaker: {
    signedAs: 'sagemaker',
    operations: { ...CONTROL_OPERATIONS, ...TRAINING_OPERATIONS, ...TRANSFORM_OPERATIONS },
  },
  Logs_20140328: { signedAs: 'logs', operations: LOG_OPERATIONS },
  AnyScaleFrontendService: { signedAs: 'application-autoscaling', operations: SCALING_OPERATIONS },
};

const OPERATIONS: Readonly<
  Record<string, (account: FakeAccount, input: Fields) => Fields | Promise<Fields>>
> = {
  ...CONTROL_OPERATIONS,
  ...TRAINING_OPERATIONS,
  ...TRANSFORM_OPERATIONS,
  ...LOG_OPERATIONS,
  ...SCALING_OPERATIONS,
};

/** Starts it on a free port. */
export async function startFakeSageMaker(
  of: Pick<FakeAccount, 'bundleAt' | 'command'>,
): Promise<FakeSageMaker> {
  const faults: { readonly operation: string; readonly fault: Fault }[] = [];
  const server = createServer((request, response) => void serve(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { operation, run } = await readRequest(fake, request);
    fake.before(operation);
    const at = faults.findIndex((each) => each.operation === operation);
    const fault = at === -1 ? undefined : faults.splice(at, 1)[0]?.fault;
    if (fault === 'silent') return;
    if (fault === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (typeof fault === 'object') {
      throw new Refusal(fault.code, fault.message, { status: fault.status ?? 400 });
    }
    const { status = 200, headers = {}, body } = await run();
    if (fault === 'lost') {
      request.socket.resetAndDestroy();
      return;
    }
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers })
      .end(body);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(request, response);
    } catch (error) {
      const { status, code, message, more } =
        error instanceof Refusal
          ? error
          : new Refusal('InternalFailure', String(error), { status: 500 });
      response
        .writeHead(status, {
          'content-type': 'application/x-amz-json-1.1',
          'x-amzn-errortype': code,
        })
        .end(JSON.stringify({ __type: code, message, Message: message, ...more }));
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeSageMaker = {
    ...of,
    url: `http://127.0.0.1:${port}`,
    requests: [],
    models: new Map(),
    configs: new Map(),
    endpoints: new Map(),
    trainings: new Map(),
    train: () => Promise.reject(new Error('no test says what a training job does')),
    transforms: new Map(),
    objects: { list: () => [], put: () => undefined },
    tags: new Map(),
    createdAt: new Map(),
    instances: new Map(),
    logs: new Map(),
    scaling: new Map(),
    alarms: new Set(),
    images: undefined,
    roles: undefined,
    instanceQuota: 100,
    looksBeforeReady: 2,
    refusesDeleteWhileBusy: false,
    starting: new Set(),
    closing: new AbortController(),
    before: () => undefined,
    fail(operation, fault, times = 1) {
      for (let time = 0; time < times; time += 1) faults.push({ operation, fault });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fake.closing.abort();
      for (const { controller } of [...fake.trainings.values(), ...fake.transforms.values()]) {
        controller.abort();
      }
      await Promise.all(fake.starting);
      for (const { variants, work } of fake.endpoints.values()) {
        await stopAll(variants);
        if (work?.outcome !== undefined && 'variants' in work.outcome) {
          await stopAll(work.outcome.variants);
        }
      }
    },
  };
  return fake;
}

interface Request {
  readonly operation: string;
  readonly run: () => Promise<{
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body: string;
  }>;
}

async function readRequest(fake: FakeSageMaker, request: IncomingMessage): Promise<Request> {
  const body = await text(request);
  const path = decodeURIComponent(request.url ?? '/');
  const [, invoked] = /^\/endpoints\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (invoked !== undefined) {
    requireSigned(request, 'sagemaker');
    const header = request.headers['x-amzn-sagemaker-target-variant'];
    const targetVariant = typeof header === 'string' ? header : undefined;
    fake.requests.push({ operation: 'InvokeEndpoint', input: { EndpointName: invoked, body } });
    return {
      operation: 'InvokeEndpoint',
      run: async () => {
        const answer = await invokeVariant(fake, invoked, { body, targetVariant });
        const headers = {
          'content-type': 'application/json',
          'x-amzn-invoked-production-variant': answer.variant,
        };
        return { headers, body: answer.body };
      },
    };
  }
  const [, queued] = /^\/endpoints\/([^/]+)\/async-invocations$/.exec(path) ?? [];
  if (queued !== undefined) {
    requireSigned(request, 'sagemaker');
    return queueing(fake, queued, request.headers);
  }
  const [prefix = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
  const service = SERVICES[prefix];
  const run = OPERATIONS[operation];
  if (service === undefined || run === undefined || !(operation in service.operations)) {
    throw new Refusal('UnknownOperationException', `${prefix}.${operation}`, { status: 404 });
  }
  requireSigned(request, service.signedAs);
  const input = JSON.parse(body) as Fields;
  fake.requests.push({ operation, input });
  return { operation, run: async () => ({ body: JSON.stringify(await run(fake, input)) }) };
}

/** InvokeEndpointAsync: what it is asked for is in headers, and so is where the answer will be. */
function queueing(
  fake: FakeSageMaker,
  endpointName: string,
  headers: IncomingMessage['headers'],
): Request {
  const header = (name: string): string => String(headers[`x-amzn-sagemaker-${name}`] ?? '');
  const inputLocation = header('inputlocation');
  const operation = 'InvokeEndpointAsync';
  const input = {
    EndpointName: endpointName,
    InputLocation: inputLocation,
    InferenceId: header('inference-id'),
    RequestTTLSeconds: Number(header('requestttlseconds')),
  };
  fake.requests.push({ operation, input });
  return {
    operation,
    run: () => {
      const { inferenceId, outputLocation, failureLocation } = queueInvocation(fake, endpointName, {
        ...{ inputLocation, inferenceId: input.InferenceId },
      });
      return Promise.resolve({
        status: 202,
        headers: {
          'content-type': 'application/json',
          'x-amzn-sagemaker-outputlocation': outputLocation,
          ...(failureLocation && { 'x-amzn-sagemaker-failurelocation': failureLocation }),
        },
        body: JSON.stringify({ InferenceId: inferenceId }),
      });
    },
  };
}

/** Every request is signed for its service; who signs is not checked. */
function requireSigned({ headers }: IncomingMessage, service: string): void {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    headers.authorization ?? '',
  );
  if (scope === null) {
    throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', {
      status: 403,
    });
  }
  if (scope[2] !== service) {
    throw new Refusal(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${service}'.`,
      {
        status: 403,
      },
    );
  }
}

import { createPredict } from '@lf/serverless-api';
import type { IncomingMessage } from 'node:http';
import type { RequestLimits } from '../limits.ts';
import type { Model } from '../model/model.ts';
import type { Reply } from './reply.ts';

/** Answers `GET /predict?session=...`. */
export type PublicApi = (request: IncomingMessage) => Promise<Reply>;

/** The Lambda's defaults. */
const SETTINGS = { model: 'intent', maxEvents: 1000, timeoutMs: 5000, corsOrigin: '*' } as const;

/**
 * The Lambda's own handler in front of the model in this process: the same parsing, errors and
 * answers as in AWS, without a second server.
 *
 * @param options.address of this server, as its answers name it
 */
export function createPublicApi(options: {
  readonly model: Model;
  readonly address: string;
  readonly limits: RequestLimits;
  readonly newId: () => string;
}): PublicApi {
  const { model, address, limits, newId } = options;
  const predict = createPredict(
    // The server logs its requests itself
    { environment: {}, nowMs: () => performance.now(), newId, log: () => undefined },
    () => ({
      settings: { ...SETTINGS, target: { kind: 'url', url: address } },
      endpoint: address,
      invoke: async (body) => {
        const request: unknown = JSON.parse(body);
        return JSON.stringify(await model.answer(request, limits));
      },
    }),
  );
  return async ({ url = '/', headers }) => {
    const requestId = headers['x-request-id'];
    const answer = await predict({
      queryStringParameters: Object.fromEntries(new URL(url, address).searchParams),
      headers: typeof requestId === 'string' ? { 'x-request-id': requestId } : {},
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body), headers: answer.headers };
  };
}

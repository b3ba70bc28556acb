import { createPredict, createRec, intent, readSettings, type Settings } from '@lf/serverless-api';
import type { IncomingMessage } from 'node:http';
import type { RequestLimits } from '../limits.ts';
import type { Model } from '../model/model.ts';
import type { Reply } from './reply.ts';

/** Answers `GET /predict?session=...`. */
export type PublicApi = (request: IncomingMessage) => Promise<Reply>;

/**
 * The settings of the public API, `LF_API_*`; which model answers, and where, is not for them to say.
 *
 * @param address of this server
 * @throws SettingsError of `@lf/serverless-api`
 */
export function publicApiSettings(
  environment: Readonly<Record<string, string | undefined>>,
  address: string,
): Settings {
  return readSettings({
    ...environment,
    LF_ENDPOINT_URL: address,
    LF_API_MODEL: '',
    LF_API_BUNDLE: '',
    LF_API_INFERENCE: 'url',
  });
}

/**
 * The Lambda's own handler in front of the model in this process: the same parsing, errors and
 * answers as in AWS, without a second server.
 *
 * @param options.address of this server, as its answers name it
 * @param options.settings of the public API
 */
export function createPublicApi(options: {
  readonly model: Model;
  readonly address: string;
  readonly limits: RequestLimits;
  readonly newId: () => string;
  readonly settings: Settings;
}): PublicApi {
  const { model, address, limits, newId, settings } = options;
  const predict = createPredict(
    // The server logs its requests itself
    { environment: {}, nowMs: () => performance.now(), newId, log: () => undefined },
    () => ({
      settings,
      endpoint: address,
      model: model.kind === 'intent' ? intent : createRec(model.vocabulary, settings.seenItems),
      ask: async (instance) => model.answer({ instances: [instance] }, limits),
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

import {
  createApi,
  createIntent,
  createRec,
  intentFactsOf,
  modelCardOf,
  readSettings,
  SAME_ORIGIN,
  type RequestLog,
  type Settings,
} from '@lf/serving';
import { bundleVersion } from '@lf/contract';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '@lf/serving/models';
import { isLoopbackAddress } from './guard.ts';
import type { Reply } from './reply.ts';

/** The headers that the public API reads. */
const READ_HEADERS = ['x-request-id', 'x-session-id', 'x-api-key', 'origin'] as const;

/** Answers the paths of the public API, `GET /predict?session=...` among them. */
export type PublicApi = (request: IncomingMessage) => Promise<Reply>;

/**
 * The settings of the public API, `LF_API_*`; which model answers, and where, is not for them to say.
 *
 * On loopback the pages of other sites may not read answers unless LF_API_CORS_ORIGIN lets them.
 *
 * @param at.host that this server listens on
 * @param at.address of this server
 * @throws SettingsError of `@lf/serving`
 */
export function publicApiSettings(
  environment: Readonly<Record<string, string | undefined>>,
  { host, address }: { readonly host: string; readonly address: string },
): Settings {
  return readSettings({
    ...environment,
    ...(isLoopbackAddress(host) &&
      !environment['LF_API_CORS_ORIGIN'] && { LF_API_CORS_ORIGIN: SAME_ORIGIN }),
    LF_ENDPOINT_URL: address,
    LF_ENDPOINT_KEY: '',
    // The server looks at hosts itself
    LF_API_ALLOWED_HOSTS: '',
    LF_API_MODEL: '',
    LF_API_BUNDLE: '',
    LF_API_BUNDLE_DIGEST: '',
    LF_API_BUNDLE_HTTP: '',
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
  readonly newId: () => string;
  readonly settings: Settings;
  readonly requestLog: RequestLog | null;
}): PublicApi {
  const { model, address, newId, settings, requestLog } = options;
  const card = modelCardOf(model.manifest, new Date());
  const api = createApi(
    {
      environment: {},
      nowMs: () => performance.now(),
      sleep: (ms) => sleep(ms),
      random: Math.random,
      newId,
      // The server logs its requests itself
      log: () => undefined,
    },
    () => ({
      settings,
      endpoint: address,
      model:
        model.kind === 'intent'
          ? createIntent(model.maxEvents, intentFactsOf(model.manifest), model.context)
          : createRec(model.vocabulary, {
              seenItems: settings.seenItems,
              maxEvents: model.maxEvents,
              products: model.showcase.products,
            }),
      ask: (codes, { context }) => model.answerOne(codes, context),
      card,
      showcase: settings.sessions === 'hide' ? { ...model.showcase, sessions: [] } : model.showcase,
      ...(requestLog && {
        traffic: { log: requestLog, model: bundleVersion(model.manifest) },
      }),
    }),
  );
  return async ({ url = '/', headers, method = 'GET' }) => {
    const [path, query] = splitAtQuery(url);
    const answer = await api({
      rawPath: path,
      rawQueryString: query,
      headers: Object.fromEntries(
        READ_HEADERS.map((name) => [name, headers[name]]).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
      requestContext: { http: { method } },
    });
    const { 'content-type': contentType = '', ...others } = answer.headers;
    return { status: answer.statusCode, body: answer.body, contentType, headers: others };
  };
}

/** A request's path, and its query as it came. */
function splitAtQuery(url: string): readonly [string, string] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

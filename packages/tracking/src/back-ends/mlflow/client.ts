import { BackEndError } from '../../errors.ts';
import { fieldsOf, textOf, type Fields } from '../json.ts';
import { sendHttp, type HttpRequest } from '../http.ts';

/** How to reach a server. */
export interface MlflowServer {
  /** Without user and password, ending with a slash. */
  readonly url: URL;
  /** `Bearer <token>` or `Basic <user:password in base64>`; null: none. */
  readonly authorization: string | null;
  readonly secrets: readonly string[];
}

/** MLflow's REST API, version 2.0: https://mlflow.org/docs/latest/api_reference/rest-api.html */
export class MlflowClient {
  readonly #server: MlflowServer;

  constructor(server: MlflowServer) {
    this.#server = server;
  }

  async post(path: string, body: Fields, signal: AbortSignal): Promise<Fields> {
    const isRepeatable = !path.endsWith('/create');
    const text = JSON.stringify(body);
    return this.#call({ what: path, method: 'POST', body: text, signal, isRepeatable }, [
      `api/2.0/mlflow/${path}`,
    ]);
  }

  async get(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Fields> {
    return this.#call({ what: path, method: 'GET', signal }, [`api/2.0/mlflow/${path}`, query]);
  }

  /** @param path below the server's artifact root, unescaped */
  async putArtifact(
    path: string,
    body: NonNullable<HttpRequest['body']>,
    signal: AbortSignal,
  ): Promise<void> {
    const escaped = path.split('/').map(encodeURIComponent).join('/');
    await this.#call({ what: `artifact ${path}`, method: 'PUT', body, signal }, [
      `api/2.0/mlflow-artifacts/artifacts/${escaped}`,
    ]);
  }

  async #call(
    request: Pick<HttpRequest, 'what' | 'method' | 'body' | 'signal' | 'isRepeatable'>,
    [path, query = {}]: readonly [string, Readonly<Record<string, string>>?],
  ): Promise<Fields> {
    const { url: root, authorization, secrets } = this.#server;
    const url = new URL(path, root);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const isJson = typeof request.body === 'string';
    const { text } = await sendHttp({
      ...request,
      what: `MLflow ${request.what}`,
      url,
      headers: {
        accept: 'application/json',
        ...(isJson && { 'content-type': 'application/json' }),
        ...(authorization !== null && { authorization }),
      },
      secrets,
    });
    try {
      return fieldsOf(text === '' ? {} : JSON.parse(text));
    } catch (cause) {
      throw new BackEndError(
        `MLflow ${request.what}: ${url.host} answered something else than JSON; check that MLFLOW_TRACKING_URI is the address of an MLflow server`,
        { isTransient: false, cause },
      );
    }
  }
}

/** A text that the API promises. */
export function requireText(value: unknown, what: string): string {
  const text = textOf(value);
  if (text !== null) return text;
  throw new BackEndError(
    `MLflow answered without ${what}; check that MLFLOW_TRACKING_URI is the address of an MLflow server`,
    { isTransient: false },
  );
}

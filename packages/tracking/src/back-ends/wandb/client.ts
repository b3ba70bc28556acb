import { BackEndError } from '../../errors.ts';
import { sendHttp, type HttpRequest } from '../http.ts';
import { fieldsOf, textOf, type Fields } from '../json.ts';

/** How to reach a server. */
export interface WandbServer {
  /** Ends with a slash. */
  readonly url: URL;
  readonly key: string;
}

/** Where a run is on a server. */
export interface RunPath {
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}

/** Lines of a file of the stream, and where they belong. */
export interface StreamedLines {
  readonly offset: number;
  readonly content: readonly string[];
}

/** What the file stream takes in one request. */
export interface StreamRequest {
  readonly files?: Readonly<Record<string, StreamedLines>>;
  readonly complete?: boolean;
  readonly exitcode?: number;
}

type Body = NonNullable<HttpRequest['body']>;

/**
 * The server's interface to a run, as wandb 0.29 uses it: GraphQL for the run and its files, a stream of lines, uploads.
 */
export class WandbClient {
  readonly #server: WandbServer;
  readonly #authorization: string;
  readonly #secrets: readonly string[];

  constructor(server: WandbServer) {
    this.#server = server;
    const basic = Buffer.from(`api:${server.key}`).toString('base64');
    this.#authorization = `Basic ${basic}`;
    this.#secrets = [server.key, basic];
  }

  /** @returns `data` of the answer */
  async query(text: string, variables: Fields, signal: AbortSignal): Promise<Fields> {
    const operation = /\w+\s+(\w+)/.exec(text)?.[1] ?? '';
    const what = `Weights & Biases ${operation}`;
    const answer = await this.#post(what, 'graphql', { query: text, variables }, signal);
    const { data, errors } = answer;
    if (Array.isArray(errors) && errors.length > 0) {
      const said = errors
        .map((error) => textOf(fieldsOf(error)['message']) ?? 'an error')
        .join('; ');
      throw new BackEndError(`${what}: ${this.#server.url.host} answered: ${said}`, {
        isTransient: false,
      });
    }
    return fieldsOf(data);
  }

  async stream(
    { entity, project, id }: RunPath,
    request: StreamRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const path = ['files', entity, project, id, 'file_stream'].map(encodeURIComponent).join('/');
    await this.#post('Weights & Biases file stream', path, request, signal);
  }

  /**
   * Uploads to an address that the server gave.
   *
   * @param address absolute, or relative to the server
   * @param headers as the server lists them: `name:value`
   */
  async upload(
    to: { readonly name: string; readonly address: string; readonly headers: readonly string[] },
    body: Body,
    signal: AbortSignal,
  ): Promise<void> {
    const { name, address, headers } = to;
    // The key is for the server alone: an absolute address, which may be of a cloud's storage, is a permission of its own.
    const isOfServer = !URL.canParse(address);
    await sendHttp({
      what: `Weights & Biases file ${name}`,
      method: 'PUT',
      url: new URL(address, this.#server.url),
      headers: {
        ...Object.fromEntries(headers.map(splitHeader)),
        ...(isOfServer && { authorization: this.#authorization }),
      },
      body,
      signal,
      secrets: this.#secrets,
    });
  }

  async #post(what: string, path: string, body: object, signal: AbortSignal): Promise<Fields> {
    const { text } = await sendHttp({
      what,
      method: 'POST',
      url: new URL(path, this.#server.url),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: this.#authorization,
      },
      body: JSON.stringify(body),
      signal,
      secrets: this.#secrets,
    });
    try {
      return fieldsOf(text === '' ? {} : JSON.parse(text));
    } catch (cause) {
      throw new BackEndError(
        `${what}: ${this.#server.url.host} answered something else than JSON; check that WANDB_BASE_URL is the address of its API, such as https://api.wandb.ai`,
        { isTransient: false, cause },
      );
    }
  }
}

function splitHeader(header: string): [string, string] {
  const colon = header.indexOf(':');
  return [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
}

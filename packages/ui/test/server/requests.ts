import { request } from 'node:http';
import type { RunningUi } from '../../src/index.ts';

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks a server as a browser would, or as nobody should: fetch of Node lets no test set Host or Origin. */
export function ask(
  ui: Pick<RunningUi, 'port'>,
  path: string,
  of: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: ui.port, path, method: of.method ?? 'GET', headers: of.headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(of.body);
  });
}

export const tokenOf = ({ url }: Pick<RunningUi, 'url'>): string =>
  new URL(url).searchParams.get('token') ?? '';

/** Headers of a page of ours that asks. */
export function own(ui: RunningUi): Readonly<Record<string, string>> {
  return { cookie: `lf-ui-${ui.port}=${tokenOf(ui)}`, 'sec-fetch-site': 'same-origin' };
}

/** Sends a form of a page of ours. */
export function send(
  ui: RunningUi,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Received> {
  return ask(ui, path, {
    method: 'POST',
    headers: {
      ...own(ui),
      origin: `http://127.0.0.1:${ui.port}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });
}

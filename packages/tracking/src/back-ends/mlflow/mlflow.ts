import { TrackingSettingsError } from '../../errors.ts';
import { parseHttpAddress } from '../address.ts';
import type { BackEnd } from '../back-end.ts';
import { MlflowClient, type MlflowServer } from './client.ts';
import { openMlflowRun } from './run.ts';

export interface MlflowOptions {
  /** Of the server: `http://host:5000` or `https://...`, a path and user:password in it are taken too. */
  readonly trackingUri: string;
  /** Default: the run's experiment, else `Default`. */
  readonly experiment?: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}

/**
 * Shows runs in an MLflow server, by its REST API.
 *
 * @throws TrackingSettingsError when the address is not that of a server
 */
export function mlflowBackEnd(options: MlflowOptions): BackEnd {
  const server = serverOf(options);
  const client = new MlflowClient(server);
  const { experiment } = options;
  return {
    name: 'mlflow',
    target: server.url.href,
    gatherMs: 2000,
    open: (run, signal) =>
      openMlflowRun({ client, address: server.url, experiment: experiment ?? null, run }, signal),
  };
}

function serverOf({ trackingUri, token, username, password }: MlflowOptions): MlflowServer {
  const url = parseHttpAddress(trackingUri);
  if (url === null) {
    throw new TrackingSettingsError(
      'MLFLOW_TRACKING_URI',
      'the http: or https: address of an MLflow server (`mlflow server`)',
      // Whatever was meant, a password may be in it.
      trackingUri.replace(/\/\/[^/@]*@/, '//***@'),
    );
  }
  const user = username ?? decodeURIComponent(url.username);
  const secret = password ?? decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  const basic = Buffer.from(`${user}:${secret}`).toString('base64');
  const withUser = user === '' ? null : `Basic ${basic}`;
  const authorization = token === undefined ? withUser : `Bearer ${token}`;
  return { url, authorization, secrets: [token ?? '', secret, user === '' ? '' : basic] };
}

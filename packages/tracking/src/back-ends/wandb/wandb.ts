import { TrackingSettingsError } from '../../errors.ts';
import { parseHttpAddress } from '../address.ts';
import type { BackEnd } from '../back-end.ts';
import { WandbClient } from './client.ts';
import { openOnlineRun } from './online.ts';
import { namesOf } from './run-names.ts';

export interface WandbOptions {
  readonly apiKey: string;
  /** Of the API; default: https://api.wandb.ai */
  readonly baseUrl?: string;
  /** User or team; default: that of the key. */
  readonly entity?: string;
  /** Default: the run's experiment. */
  readonly project?: string;
}

const HOSTED_API = 'https://api.wandb.ai';
const HOSTED_PAGES = 'https://wandb.ai/';

/**
 * Shows runs in Weights & Biases while they go on, by the requests that its own client sends.
 *
 * @throws TrackingSettingsError when the address is not that of a server
 */
export function wandbBackEnd(options: WandbOptions): BackEnd {
  const url = addressOf(options.baseUrl ?? HOSTED_API);
  const client = new WandbClient({ url, key: options.apiKey });
  const pages = url.href === `${HOSTED_API}/` ? new URL(HOSTED_PAGES) : url;
  return {
    name: 'wandb',
    target: pages.href,
    // The server limits how often a run may send.
    gatherMs: 10_000,
    open: (run, signal) =>
      openOnlineRun({ client, pages, names: namesOf(run, options), run }, signal),
  };
}

function addressOf(baseUrl: string): URL {
  const url = parseHttpAddress(baseUrl);
  if (url === null) {
    throw new TrackingSettingsError(
      'WANDB_BASE_URL',
      'the http: or https: address of the API of Weights & Biases, such as https://api.wandb.ai',
      // Whatever was meant, a password may be in it.
      baseUrl.replace(/\/\/[^/@]*@/, '//***@'),
    );
  }
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

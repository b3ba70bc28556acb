import type { IncomingMessage } from 'node:http';
import type { RequestLimits } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Model } from '../model/model.ts';
import type { Roster } from '../served/roster.ts';
import type { PublicApi } from './public-api.ts';
import type { Reply } from './reply.ts';

/** Where the server stands; /ping tells it. */
export type Phase = 'loading' | 'ready' | 'draining';

/** What a route may use. */
export interface RouteContext {
  readonly phase: Phase;
  readonly roster: Roster;
  readonly limits: RequestLimits;
  readonly metrics: Metrics;
  /** null: GET /predict is not answered. */
  readonly publicApi: ((model: Model) => PublicApi) | null;
  readonly management: Management;
}

/** Who may load, swap and unload models over HTTP: nobody, programs on this machine, or whoever reaches the port (SageMaker). */
export type Management = 'off' | 'loopback' | 'open';

/** One request on its way. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** The model's name in the path; '' in paths without one. */
  readonly model: string;
}

export interface Route {
  /** How the log and the metrics name it. */
  readonly pattern: string;
  readonly methods: Readonly<Record<string, (call: Call, context: RouteContext) => Promise<Reply>>>;
  /** Whether it asks a model, so that too many at once are refused. */
  readonly isPrediction?: boolean;
}

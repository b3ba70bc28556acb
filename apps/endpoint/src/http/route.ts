import type { IncomingMessage } from 'node:http';
import type { AllowedHosts, RequestLog } from '@lf/serving';
import type { RequestLimits } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Model } from '@lf/serving/models';
import type { ModelRegistry } from '../served/model-registry.ts';
import type { Guard, Guarded } from './guard.ts';
import type { PublicApi } from './public-api.ts';
import type { Reply } from './reply.ts';

/** Where the server stands; /ping tells it. */
export type Phase = 'loading' | 'ready' | 'draining';

/** What a route may use. */
export interface RouteContext {
  readonly phase: Phase;
  readonly registry: ModelRegistry;
  readonly limits: RequestLimits;
  readonly metrics: Metrics;
  /** null: GET /predict is not answered. */
  readonly publicApi: ((model: Model) => PublicApi) | null;
  readonly management: Management;
  readonly allowedHosts: AllowedHosts;
  /** null: no path but those of the public API wants a key. */
  readonly guard: Guard | null;
  /** Where sampled traffic is kept; null: nowhere, and /outcomes is not answered. */
  readonly requestLog: RequestLog | null;
}

/** Who may load, swap and unload models over HTTP: nobody, programs on this machine, or whoever reaches the port (SageMaker). */
export type Management = 'off' | 'loopback' | 'open';

/** One request on its way. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Reads its body. @throws as `readBody` does */
  readonly read: (maxBodyBytes: number) => Promise<Buffer>;
  /** Asks a model, once the whole request is here. @throws RequestError 503 if too many do, and what `act` throws */
  readonly admit: <Result>(act: () => Promise<Result>) => Promise<Result>;
  /** The model's name in the path; '' in paths without one. */
  readonly model: string;
}

export interface Route {
  /** How the log and the metrics name it. */
  readonly pattern: string;
  /** By what name a setting makes it want the key. */
  readonly guarded?: Guarded;
  /** Whether it answers whatever the Host header says. */
  readonly isForAnyHost?: boolean;
  readonly methods: Readonly<Record<string, (call: Call, context: RouteContext) => Promise<Reply>>>;
}

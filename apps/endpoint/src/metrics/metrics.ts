import type { LineFate } from '@lf/serving';
import { readDriftSummary, type DriftSummary } from './drift-summary.ts';
import { PREDICTION_SECONDS, REQUEST_SECONDS } from './buckets.ts';

/** What happens to one question to a model. */
export interface PredictionObserver {
  answered(instances: number): void;
  /** The request was wrong. */
  refused(): void;
  failed(): void;
}

/** What the server counts of itself; labels never hold anything of a request but its route. */
export interface Metrics {
  request(route: string, status: number | null, seconds: number): void;
  /** An answer with a 4xx or 5xx, by its code. */
  rejection(code: string): void;
  inFlight(requests: number): void;
  modelLoad(model: string, outcome: 'loaded' | 'refused'): void;
  modelServed(model: string, variant: string, facts: ModelFacts): void;
  modelGone(model: string, variant: string, facts: ModelFacts): void;
  /** Lines of the log of the traffic, by what became of them. */
  requestLog(fate: LineFate, lines: number): void;
  prediction(model: string, variant: string, version: string): PredictionObserver;
  /** Prometheus's text format. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
  close(): void;
}

export interface ModelFacts {
  readonly kind: string;
  readonly version: string;
}

/**
 * Counters, gauges and histograms in a registry of their own, with Node's and the process's usual ones.
 * The client library is loaded here, not by importing the package.
 *
 * @param logFolder of the traffic, where `lf drift` leaves what it found; null: none
 */
export async function createMetrics(logFolder: string | null = null): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } =
    await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'lf_http_requests_total',
    help: 'Requests that were answered, by route and status ("gone": the client left first)',
    labelNames: ['route', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'lf_http_request_duration_seconds',
    help: "From a request's headers to the end of its answer",
    labelNames: ['route'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const rejections = new Counter({
    name: 'lf_http_rejections_total',
    help: 'Answers with a 4xx or 5xx, by code',
    labelNames: ['code'],
    registers,
  });
  const inFlight = new Gauge({
    name: 'lf_http_requests_in_flight',
    help: 'Requests for predictions that are not answered yet',
    registers,
  });
  const loads = new Counter({
    name: 'lf_model_loads_total',
    help: 'Bundles that were loaded or refused, by model and outcome',
    labelNames: ['model', 'outcome'],
    registers,
  });
  const served = new Gauge({
    name: 'lf_model_info',
    help: '1 for each model that is served',
    labelNames: ['model', 'variant', 'kind', 'version'],
    registers,
  });
  const predictions = new Counter({
    name: 'lf_predictions_total',
    help: 'Instances that were answered, by model, variant and version',
    labelNames: ['model', 'variant', 'version'],
    registers,
  });
  const questions = new Counter({
    name: 'lf_model_requests_total',
    help: 'Requests that a model was asked, by outcome: answered, refused (the request was wrong), failed',
    labelNames: ['model', 'variant', 'version', 'outcome'],
    registers,
  });
  const predictionSeconds = new Histogram({
    name: 'lf_prediction_duration_seconds',
    help: 'Of answered requests, what the model took, with encoding and waiting for its turn',
    labelNames: ['model', 'variant'],
    buckets: PREDICTION_SECONDS,
    registers,
  });
  const logged = new Counter({
    name: 'lf_request_log_lines_total',
    help: 'Lines of the log of the traffic: request, outcome (kept), unsampled_outcome, dropped (no room), failed (not written)',
    labelNames: ['fate'],
    registers,
  });
  const drift = {
    verdict: new Gauge({
      name: 'lf_drift_verdict',
      help: 'What lf drift found last: 0 no drift, 1 drift, 2 not judged; not there before it was called',
      labelNames: ['model'],
      registers,
    }),
    judgedAt: new Gauge({
      name: 'lf_drift_judged_timestamp_seconds',
      help: 'When that was',
      labelNames: ['model'],
      registers,
    }),
    psi: new Gauge({
      name: 'lf_drift_psi',
      help: 'Population stability index of the traffic against the training, by column',
      labelNames: ['column'],
      registers,
    }),
    live: new Gauge({
      name: 'lf_drift_live_figure',
      help: 'Figures of the live model by the outcomes that came back',
      labelNames: ['figure'],
      registers,
    }),
  };
  const tellDrift = (found: DriftSummary | null) => {
    for (const gauge of Object.values(drift)) gauge.reset();
    if (found === null) return;
    const { model } = found;
    drift.verdict.set({ model }, found.verdict);
    drift.judgedAt.set({ model }, found.judgedAt);
    for (const [column, value] of found.psi) drift.psi.set({ column }, value);
    for (const [figure, value] of found.live) drift.live.set({ figure }, value);
  };
  return {
    request: (route, status, seconds) => {
      requests.inc({ route, status: status ?? 'gone' });
      requestSeconds.observe({ route }, seconds);
    },
    rejection: (code) => rejections.inc({ code }),
    inFlight: (now) => inFlight.set(now),
    modelLoad: (model, outcome) => loads.inc({ model, outcome }),
    modelServed: (model, variant, facts) => served.set({ model, variant, ...facts }, 1),
    modelGone: (model, variant, facts) => served.remove({ model, variant, ...facts }),
    requestLog: (fate, lines) => logged.inc({ fate }, lines),
    prediction: (model, variant, version) => {
      const startedMs = performance.now();
      return {
        answered: (instances) => {
          questions.inc({ model, variant, version, outcome: 'answered' });
          predictions.inc({ model, variant, version }, instances);
          predictionSeconds.observe({ model, variant }, (performance.now() - startedMs) / 1000);
        },
        refused: () => questions.inc({ model, variant, version, outcome: 'refused' }),
        failed: () => questions.inc({ model, variant, version, outcome: 'failed' }),
      };
    },
    text: async () => {
      if (logFolder !== null) tellDrift(await readDriftSummary(logFolder));
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
    close: () => registry.clear(),
  };
}

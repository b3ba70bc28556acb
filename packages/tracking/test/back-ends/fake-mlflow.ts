import { FaultyServer, type Answer, type Received } from '@lf/fake-trackers';

interface Metric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * As much of an MLflow server as its clients see: params that do not change, a metric that is sent twice kept once.
 * The real one judges the same requests in tools/conformance-tracking.
 */
export class FakeMlflow {
  readonly runs: { id: string; tags: Map<string, string>; status: string }[] = [];
  readonly metrics = new Map<string, Metric>();
  readonly params = new Map<string, string>();
  readonly files = new Map<string, Buffer>();
  /** Keys that it refuses with 400. */
  refused = new Set<string>();

  static async start(): Promise<{ fake: FakeMlflow; server: FaultyServer }> {
    const fake = new FakeMlflow();
    const server = await FaultyServer.start((request) => fake.answer(request));
    return { fake, server };
  }

  /** Steps of a metric, in order. */
  steps(key: string): readonly number[] {
    return [...this.metrics.values()]
      .filter((metric) => metric.key === key)
      .map(({ step }) => step)
      .sort((a, b) => a - b);
  }

  answer({ method, path, body }: Received): Answer {
    const file = /^\/api\/2.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(path)?.[1];
    if (file !== undefined && method === 'PUT') {
      this.files.set(file, body);
      return { status: 200, body: {} };
    }
    const call = path.replace('/api/2.0/mlflow/', '');
    const fields = (body.length > 0 ? JSON.parse(body.toString()) : {}) as Fields;
    switch (call) {
      case 'experiments/get-by-name':
        return { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
      case 'experiments/create':
        return { status: 200, body: { experiment_id: '7' } };
      case 'runs/search':
        return { status: 200, body: { runs: this.runs.map(({ id }) => infoOf(id)) } };
      case 'runs/create': {
        const id = `run${this.runs.length}`;
        this.runs.push({ id, tags: new Map(), status: 'RUNNING' });
        return { status: 200, body: { run: infoOf(id) } };
      }
      case 'runs/update': {
        const run = this.runs.find(({ id }) => id === fields['run_id']);
        if (run !== undefined) run.status = String(fields['status']);
        return { status: 200, body: {} };
      }
      case 'runs/log-batch':
        return this.#logBatch(fields);
      case 'runs/log-inputs':
        return { status: 200, body: {} };
      default:
        return { status: 404, body: { message: `no ${call}` } };
    }
  }

  #logBatch(fields: Fields): Answer {
    const metrics = (fields['metrics'] ?? []) as Metric[];
    const params = (fields['params'] ?? []) as { key: string; value: string }[];
    const tags = (fields['tags'] ?? []) as { key: string; value: string }[];
    if (metrics.length > 1000 || params.length > 100 || tags.length > 100) {
      return { status: 400, body: { message: 'too many' } };
    }
    const isRefused = [...metrics, ...params, ...tags].some(({ key }) => this.refused.has(key));
    const isChanged = params.some(({ key, value }) => (this.params.get(key) ?? value) !== value);
    if (isRefused || isChanged)
      return { status: 400, body: { message: 'INVALID_PARAMETER_VALUE' } };
    for (const metric of metrics) this.metrics.set(JSON.stringify(metric), metric);
    for (const { key, value } of params) this.params.set(key, value);
    for (const { key, value } of tags) this.runs[0]?.tags.set(key, value);
    return { status: 200, body: {} };
  }
}

function infoOf(id: string): unknown {
  return { info: { run_id: id, artifact_uri: `mlflow-artifacts:/7/${id}/artifacts` } };
}

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { BackEndError } from '../../errors.ts';
import { readTrackedRun } from '../../local/read-tracked-run.ts';
import { hasCode } from '../../reason.ts';
import type { Entry, TimedEntry } from '../../record/entry.ts';
import type { BackEndRun, JsonValue, ShownRun } from '../back-end.ts';
import { fileName } from '../file-name.ts';
import type { HttpRequest } from '../http.ts';
import { fieldsOf, textOf, textsOf } from '../json.ts';
import { readKeptFile } from '../kept-file.ts';
import { requireText, type MlflowClient } from './client.ts';
import { logBatch, type Logged } from './log-batch.ts';
import { MlflowNames } from './names.ts';

/** Tags of a run that say which of our runs it is, and what could not be shown. */
const RUN_TAG = 'lf.runId';
const SKIPPED_TAG = 'lf.notShown';

/** Longest values that the server takes, in characters. */
const MAX_PARAM = 6000;
const MAX_TAG = 8000;
/** A digest of a data set; of ours, `sha256:` goes and the rest is cut to fit. */
const MAX_DATASET_DIGEST = 36;
const MAX_TABLE_TAG_ENTRIES = 50;

/** What is remembered between two processes. */
interface State {
  readonly runId: string;
  readonly experimentId: string;
  /** Where artifacts go, below the server's artifact root; null: the server takes none by HTTP. */
  readonly artifactRoot: string | null;
  /** Params as they were sent: MLflow does not change them. */
  readonly params: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  /** Paths of tables, which the server's pages find by a tag. */
  readonly tables: readonly string[];
}

export async function openMlflowRun(
  options: {
    readonly client: MlflowClient;
    readonly address: URL;
    readonly experiment: string | null;
    readonly run: ShownRun;
  },
  signal: AbortSignal,
): Promise<BackEndRun> {
  const { client, address, run } = options;
  const state = parseState(run.state) ?? (await findOrCreate(options, signal));
  const sender = new MlflowSender(client, run, state);
  return {
    send: (entries, sending) => sender.send(entries, sending),
    state: () => sender.state(),
    address: () => new URL(`#/experiments/${state.experimentId}/runs/${state.runId}`, address).href,
  };
}

/** A run may be there already: its creation was answered, but the answer was lost. */
async function findOrCreate(
  { client, experiment, run }: Parameters<typeof openMlflowRun>[0],
  signal: AbortSignal,
): Promise<State> {
  const name = experiment ?? run.experiment ?? 'Default';
  const experimentId = await experimentIdOf(client, name, signal);
  const filter = `tags."${RUN_TAG}" = '${run.runId.replaceAll("'", '')}'`;
  const tag = run.runId.replaceAll("'", '');
  const found = await client.post(
    'runs/search',
    { experiment_ids: [experimentId], filter, max_results: 1 },
    signal,
  );
  const runs: unknown = found['runs'];
  const earlier: unknown = Array.isArray(runs) ? runs[0] : undefined;
  const created =
    earlier ??
    (
      await client.post(
        'runs/create',
        {
          experiment_id: experimentId,
          run_name: run.name ?? run.runId,
          start_time: Math.trunc(run.startedMs),
          tags: [
            { key: RUN_TAG, value: tag },
            { key: 'mlflow.source.type', value: 'LOCAL' },
            { key: 'mlflow.source.name', value: '@lf/tracking' },
          ],
        },
        signal,
      )
    )['run'];
  const info = fieldsOf(fieldsOf(created)['info']);
  const runId = requireText(info['run_id'], 'the id of the run');
  const artifactRoot = artifactRootOf(textOf(info['artifact_uri']) ?? '');
  return { runId, experimentId, artifactRoot, params: {}, names: {}, tables: [] };
}

async function experimentIdOf(
  client: MlflowClient,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const find = async (): Promise<string> => {
    const found = await client.get('experiments/get-by-name', { experiment_name: name }, signal);
    return requireText(fieldsOf(found['experiment'])['experiment_id'], 'the id of the experiment');
  };
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof BackEndError) || error.httpStatus !== 404) throw error;
  }
  try {
    const made = await client.post('experiments/create', { name }, signal);
    return requireText(made['experiment_id'], 'the id of the experiment');
  } catch (error) {
    // Another run made it at the same moment.
    if (error instanceof BackEndError && error.httpStatus === 400) return find();
    throw error;
  }
}

/** `mlflow-artifacts:/1/abc/artifacts` or `mlflow-artifacts://host:port/1/abc/artifacts` -> `1/abc/artifacts` */
function artifactRootOf(uri: string): string | null {
  const path = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/.exec(uri)?.[1];
  return path === undefined ? null : path.replace(/\/+$/, '');
}

class MlflowSender {
  readonly #client: MlflowClient;
  readonly #run: ShownRun;
  readonly #names: MlflowNames;
  #state: State;
  #logged: Logged = { metrics: [], params: [], tags: [] };
  #signal: AbortSignal = AbortSignal.abort();

  constructor(client: MlflowClient, run: ShownRun, state: State) {
    this.#client = client;
    this.#run = run;
    this.#state = state;
    this.#names = new MlflowNames(state.names);
  }

  state(): JsonValue {
    return { ...this.#state, names: this.#names.taken() };
  }

  async send(entries: readonly TimedEntry[], signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    this.#logged = { metrics: [], params: [], tags: [] };
    for (const { entry, atMs } of entries) await this.#show(entry, atMs);
    await this.#flush();
  }

  async #show(entry: Entry, atMs: number): Promise<void> {
    switch (entry.type) {
      case 'run':
        return this.#update({ status: 'RUNNING' });
      case 'param':
        this.#param(entry.name, String(entry.value).slice(0, MAX_PARAM));
        return;
      case 'tag':
        this.#tag(entry.name, entry.value);
        return;
      case 'metric':
        this.#metric(entry.name, entry.value, entry.step, atMs);
        return;
      case 'system': {
        const step = (atMs - this.#run.startedMs) / 1000;
        for (const [name, value] of Object.entries(entry.values)) {
          this.#metric(`system/${name}`, value, Math.round(step), atMs);
        }
        return;
      }
      case 'histogram': {
        const { edges, counts } = entry;
        return this.#put(`histograms/${this.#path(entry)}.json`, JSON.stringify({ edges, counts }));
      }
      case 'curve':
        return this.#put(`curves/${this.#path(entry)}.json`, JSON.stringify(entry.curve));
      case 'image':
        return this.#image(entry, atMs);
      case 'table':
        return this.#table(entry);
      case 'artifact':
        return this.#artifact(entry);
      case 'source':
        this.#setTag('mlflow.source.git.commit', entry.commit);
        if (entry.branch !== null) this.#setTag('mlflow.source.git.branch', entry.branch);
        if (entry.remote !== null) this.#setTag('mlflow.source.git.repoURL', entry.remote);
        this.#setTag('lf.source.changed', String(entry.isDirty));
        return;
      case 'log':
        // Kept until the end: a file of the server is written as a whole.
        return;
      case 'finish': {
        await this.#log();
        const status = entry.status === 'completed' ? 'FINISHED' : 'FAILED';
        return this.#update({ status, end_time: Math.trunc(atMs) });
      }
    }
  }

  /** A param that changes is shown as a tag, with its last value: MLflow keeps the first. */
  #param(name: string, value: string): void {
    const key = this.#names.of('param', name);
    const earlier = this.#state.params[key];
    if (earlier !== undefined) {
      if (earlier !== value) this.#setTag(`lf.param.${key}`, value);
      return;
    }
    this.#state = { ...this.#state, params: { ...this.#state.params, [key]: value } };
    this.#logged.params.push({ key, value });
  }

  #metric(name: string, value: number, step: number, atMs: number): void {
    // JSON of protobuf writes what is not finite as text.
    const shown = Number.isFinite(value) ? value : String(value);
    const key = this.#names.of('metric', name);
    const at = { timestamp: Math.trunc(atMs), step: Math.trunc(step) };
    this.#logged.metrics.push({ key, value: shown, ...at });
  }

  #tag(name: string, value: string): void {
    // The server sets those that begin with mlflow. by itself.
    const own = name.startsWith('mlflow.') && name !== 'mlflow.note.content' ? `tag.${name}` : name;
    this.#setTag(this.#names.of('tag', own), value);
  }

  #setTag(key: string, value: string): void {
    this.#logged.tags.push({ key, value: value.slice(0, MAX_TAG) });
  }

  async #image(entry: Extract<Entry, { type: 'image' }>, atMs: number): Promise<void> {
    const png = await readKeptFile(this.#run, entry.path);
    if (png === null) return;
    // The name from which the server's pages read key and step; an id that a second sending has too.
    const key = this.#names.of('image', entry.name).replaceAll('/', '~');
    const at = `step+${Math.trunc(entry.step)}+timestamp+${Math.trunc(atMs)}`;
    await this.#put(`images/${key}+${at}+${uuidOf(`${key} ${at} ${entry.path}`)}.png`, png);
    this.#setTag('mlflow.loggedImages', 'True');
  }

  async #table(entry: Extract<Entry, { type: 'table' }>): Promise<void> {
    const json = await readKeptFile(this.#run, entry.path);
    if (json === null) return;
    const path = `tables/${this.#path(entry)}.json`;
    await this.#put(path, json);
    if (!this.#state.tables.includes(path) && this.#state.tables.length < MAX_TABLE_TAG_ENTRIES) {
      this.#state = { ...this.#state, tables: [...this.#state.tables, path] };
    }
    // With Python's blanks: MLflow's client looks for the text.
    const listed = this.#state.tables.map((table) => `{"path": "${table}", "type": "table"}`);
    this.#setTag('mlflow.loggedArtifacts', `[${listed.join(', ')}]`);
  }

  async #artifact(entry: Extract<Entry, { type: 'artifact' }>): Promise<void> {
    const { name, uri, role = 'output', kind, digest, path } = entry;
    const hex = (digest ?? `sha256:${sha256(uri)}`).replace(/^sha256:/, '');
    if (role === 'input') {
      await this.#flush();
      const dataset = {
        name,
        digest: hex.slice(0, MAX_DATASET_DIGEST),
        source_type: 'uri',
        source: JSON.stringify({ uri }),
      };
      const tags = [{ key: 'mlflow.data.context', value: kind ?? 'dataset' }];
      const body = { run_id: this.#state.runId, datasets: [{ dataset, tags }] };
      await this.#client.post('runs/log-inputs', body, this.#signal);
    }
    const key = this.#names.of('artifact', name);
    this.#setTag(`artifact.${key}`, uri);
    if (digest !== undefined) this.#setTag(`artifact.${key}.digest`, digest);
    if (path !== undefined && role === 'output') {
      const size = await sizeOrNull(path);
      if (size === null) return;
      await this.#put(`${key}/${fileName(basename(path))}`, { path, sizeBytes: size });
    }
  }

  async #log(): Promise<void> {
    const { log } = await readTrackedRun(this.#run.directory);
    if (log.length === 0) return;
    const lines = log.map(
      ({ atMs, level, message }) => `${new Date(atMs).toISOString()} ${level}: ${message}\n`,
    );
    await this.#put('output.log', lines.join(''));
  }

  /** A server that keeps artifacts elsewhere takes none by HTTP: what is a URI is a tag all the same. */
  async #put(path: string, body: NonNullable<HttpRequest['body']>): Promise<void> {
    const { artifactRoot } = this.#state;
    if (artifactRoot === null) {
      this.#setTag(SKIPPED_TAG, 'files: the server does not serve artifacts');
      return;
    }
    await this.#client.putArtifact(`${artifactRoot}/${path}`, body, this.#signal);
  }

  #path(entry: { readonly type: string; readonly name: string; readonly step: number }): string {
    return `${this.#names.of(entry.type, entry.name)}/${Math.trunc(entry.step)}`;
  }

  async #update(change: { readonly status: string; readonly end_time?: number }): Promise<void> {
    await this.#flush();
    await this.#client.post('runs/update', { run_id: this.#state.runId, ...change }, this.#signal);
  }

  async #flush(): Promise<void> {
    const logged = this.#logged;
    this.#logged = { metrics: [], params: [], tags: [] };
    const { runId } = this.#state;
    const skipped = await logBatch(this.#client, runId, logged, this.#signal);
    if (skipped.length > 0) this.#setTag(SKIPPED_TAG, skipped.join(', '));
  }
}

async function sizeOrNull(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The form of a UUID, the same for the same text. */
function uuidOf(text: string): string {
  const hex = sha256(text);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

function parseState(value: JsonValue): State | null {
  const { runId, experimentId, artifactRoot, params, names, tables } = fieldsOf(value);
  if (typeof runId !== 'string' || typeof experimentId !== 'string') return null;
  return {
    runId,
    experimentId,
    artifactRoot: textOf(artifactRoot),
    params: textsOf(params),
    names: textsOf(names),
    tables: Array.isArray(tables) ? tables.filter((table) => typeof table === 'string') : [],
  };
}

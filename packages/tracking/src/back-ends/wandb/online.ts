import { hostname, platform, release, arch } from 'node:os';
import { readTrackedRun } from '../../local/read-tracked-run.ts';
import type { TimedEntry } from '../../record/entry.ts';
import type { BackEndRun, JsonValue, ShownRun } from '../back-end.ts';
import { fieldsOf, textOf, textsOf } from '../json.ts';
import { inParts } from '../parts.ts';
import type { RunPath, StreamedLines, StreamRequest, WandbClient } from './client.ts';
import { jsonObject, jsonText, type JsonText } from './json-text.ts';
import { rowValues } from './record.ts';
import { outputText, type WandbNames } from './run-names.ts';
import { textList, uploadRunFiles, upsertRun } from './server-run.ts';
import { UpdateMaker } from './update-maker.ts';
import type { Update } from './update.ts';

/** Files of the stream, and how many lines of each were sent; the summary is one line that is replaced. */
const STREAMED = {
  history: 'wandb-history.jsonl',
  events: 'wandb-events.jsonl',
  output: 'output.log',
} as const;
const SUMMARY = 'wandb-summary.json';
type Stream = keyof typeof STREAMED;

/** The server takes about 10 MiB in a request: three files of this size, and the summary. */
const PART_LIMITS = { maxItems: 10_000, maxBytes: 2 * 1024 * 1024 } as const;

/** What is remembered between two processes. */
interface State {
  readonly sent: Readonly<Record<Stream, number>>;
  readonly summary: Readonly<Record<string, JsonText>>;
  readonly config: Readonly<Record<string, JsonText>>;
  /** Charts of curves, by key. */
  readonly charts: Readonly<Record<string, JsonText>>;
  readonly metrics: readonly string[];
  readonly commit: string | null;
  readonly remote: string | null;
  readonly made: JsonValue;
}

export async function openOnlineRun(
  options: {
    readonly client: WandbClient;
    /** Of the pages that people look at. */
    readonly pages: URL;
    readonly names: WandbNames;
    readonly run: ShownRun;
  },
  signal: AbortSignal,
): Promise<BackEndRun> {
  const { client, pages, names, run } = options;
  const state = parseState(run.state);
  const path = await upsertRun(client, names, settingsOf(state), signal);
  const sender = new OnlineSender({ client, names, run, path, state });
  const { entity, project, id } = path;
  const page = [entity, project, 'runs', id].map(encodeURIComponent).join('/');
  return {
    send: (entries, sending) => sender.send(entries, sending),
    settle: (sending) => sender.settle(sending),
    state: () => sender.state(),
    address: () => new URL(page, pages).href,
  };
}

class OnlineSender {
  readonly #client: WandbClient;
  readonly #names: WandbNames;
  readonly #run: ShownRun;
  readonly #path: RunPath;
  readonly #maker: UpdateMaker;
  #state: State;

  constructor(options: {
    readonly client: WandbClient;
    readonly names: WandbNames;
    readonly run: ShownRun;
    readonly path: RunPath;
    readonly state: State;
  }) {
    this.#client = options.client;
    this.#names = options.names;
    this.#run = options.run;
    this.#path = options.path;
    this.#state = options.state;
    this.#maker = new UpdateMaker(options.run, options.state.made);
  }

  state(): JsonValue {
    return { ...this.#state, sent: { ...this.#state.sent }, made: this.#maker.state() };
  }

  async send(entries: readonly TimedEntry[], signal: AbortSignal): Promise<void> {
    const updates: Update[] = [];
    for (const { entry, atMs } of entries) {
      updates.push(...(await this.#maker.updatesOf(entry, atMs)));
    }
    await this.#show(updates, signal);
  }

  async settle(signal: AbortSignal): Promise<void> {
    const updates = this.#maker.close();
    if (updates.length > 0) await this.#show(updates, signal);
  }

  async #show(updates: readonly Update[], signal: AbortSignal): Promise<void> {
    const before = this.#state;
    const lines: Record<Stream, string[]> = { history: [], events: [], output: [] };
    const files = new Map<string, Buffer>();
    let exit: Extract<Update, { type: 'exit' }> | null = null;
    for (const update of updates) {
      this.#note(update);
      if (update.type === 'row') {
        const values = rowValues(update, this.#run.startedMs);
        lines.history.push(jsonObject(values));
        this.#set({ summary: { ...this.#state.summary, ...values } });
      } else if (update.type === 'system') lines.events.push(eventLine(update, this.#run));
      else if (update.type === 'output') lines.output.push(...outputLines(update));
      else if (update.type === 'file') files.set(update.path, update.bytes);
      else if (update.type === 'exit') exit = update;
    }
    if (settingsOf(before).config !== settingsOf(this.#state).config) {
      await upsertRun(this.#client, this.#names, settingsOf(this.#state), signal);
    }
    if (exit !== null) {
      const runtime = Math.round((exit.atMs - this.#run.startedMs) / 1000);
      this.#set({ summary: { ...this.#state.summary, _wandb: JSON.stringify({ runtime }) } });
      for (const [name, bytes] of await this.#lastFiles()) files.set(name, bytes);
    }
    await uploadRunFiles(this.#client, this.#path, files, signal);
    await this.#stream(lines, signal);
    if (exit !== null) {
      const done = { complete: true, exitcode: exit.code };
      await this.#client.stream(this.#path, done, signal);
    }
  }

  #note(update: Update): void {
    const { config, charts, metrics } = this.#state;
    if (update.type === 'metric') this.#set({ metrics: [...metrics, update.key] });
    if (update.type === 'source') this.#set({ commit: update.commit, remote: update.remote });
    if (update.type !== 'config') return;
    const [key = '', , chart] = update.path;
    if (chart === undefined) this.#set({ config: { ...config, [key]: update.value } });
    else this.#set({ charts: { ...charts, [chart]: update.value } });
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
  }

  /** Lines in as many requests as their size asks for, the summary with the last of them. */
  async #stream(
    lines: Readonly<Record<Stream, readonly string[]>>,
    signal: AbortSignal,
  ): Promise<void> {
    const requests: Record<string, StreamedLines>[] = [];
    const sent = { ...this.#state.sent };
    for (const stream of ['history', 'events', 'output'] as const) {
      for (const [place, content] of inParts(lines[stream], PART_LIMITS).entries()) {
        const request = (requests[place] ??= {});
        request[STREAMED[stream]] = { offset: sent[stream], content };
        sent[stream] += content.length;
      }
    }
    if (requests.length === 0) return;
    const summary = { offset: 0, content: [jsonObject(this.#state.summary)] };
    for (const [place, files] of requests.entries()) {
      const isLast = place === requests.length - 1;
      const request: StreamRequest = { files: isLast ? { ...files, [SUMMARY]: summary } : files };
      await this.#client.stream(this.#path, request, signal);
    }
    this.#set({ sent });
  }

  /** What the pages list of an ended run. */
  async #lastFiles(): Promise<ReadonlyMap<string, Buffer>> {
    const { log } = await readTrackedRun(this.#run.directory);
    const { summary, commit, remote } = this.#state;
    const metadata = {
      os: `${platform()} ${release()}`,
      host: hostname(),
      startedAt: new Date(this.#run.startedMs).toISOString(),
      ...(commit !== null && { git: { commit, ...(remote !== null && { remote }) } }),
    };
    const text = log.map(({ level, message }) => `${outputText(level, message)}\n`).join('');
    return new Map([
      ['wandb-metadata.json', Buffer.from(JSON.stringify(metadata))],
      [SUMMARY, Buffer.from(jsonObject(summary))],
      ...(text === '' ? [] : ([['output.log', Buffer.from(text)]] as const)),
    ]);
  }
}

function settingsOf(state: State): Parameters<typeof upsertRun>[2] {
  const { config, charts, metrics, commit, remote } = state;
  const values = Object.entries(config).map(
    ([key, value]) => [key, jsonObject({ value })] as const,
  );
  const own = jsonObject({
    // A run without it counts as one that has not begun.
    t: JSON.stringify({ 13: `${platform()}-${arch()}` }),
    m: JSON.stringify(definitionsOf(metrics)),
    ...(Object.keys(charts).length > 0 && { visualize: jsonObject(charts) }),
  });
  return {
    config: jsonObject({ ...Object.fromEntries(values), _wandb: jsonObject({ value: own }) }),
    host: hostname(),
    commit,
    repo: remote,
  };
}

/**
 * Metrics over the step as it was noted. 1: name; 5: place of the metric that is the axis, from 1; 6: options
 * (1: the axis is filled in, 3: defined on purpose).
 */
function definitionsOf(metrics: readonly string[]): readonly object[] {
  if (metrics.length === 0) return [];
  return [{ 1: 'step', 6: [3] }, ...metrics.map((name) => ({ 1: name, 5: 1, 6: [1, 3] }))];
}

function eventLine(
  { atMs, values }: Extract<Update, { type: 'system' }>,
  { startedMs }: ShownRun,
): string {
  const named = Object.entries(values).map(
    ([name, value]) => [`system.${name}`, jsonText(value)] as const,
  );
  return jsonObject({
    ...Object.fromEntries(named),
    _wandb: 'true',
    _timestamp: jsonText(atMs / 1000),
    _runtime: jsonText((atMs - startedMs) / 1000),
  });
}

function outputLines({
  atMs,
  level,
  message,
}: Extract<Update, { type: 'output' }>): readonly string[] {
  const prefix = `${level === 'error' ? 'ERROR ' : ''}${new Date(atMs).toISOString().slice(0, -1)}`;
  return outputText(level, message)
    .split('\n')
    .map((line) => `${prefix} ${line}`);
}

function parseState(value: JsonValue): State {
  const { sent, summary, config, charts, metrics, commit, remote, made } = fieldsOf(value);
  const countOf = (stream: Stream): number => {
    const count = fieldsOf(sent)[stream];
    return typeof count === 'number' ? count : 0;
  };
  return {
    sent: { history: countOf('history'), events: countOf('events'), output: countOf('output') },
    summary: textsOf(summary),
    config: textsOf(config),
    charts: textsOf(charts),
    metrics: textList(metrics),
    commit: textOf(commit),
    remote: textOf(remote),
    made: (made ?? null) as JsonValue,
  };
}

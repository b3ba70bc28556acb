import { createHash } from 'node:crypto';
import type { Entry } from '../../record/entry.ts';
import type { ParamValue } from '../../tracker.ts';
import type { JsonValue, ShownRun } from '../back-end.ts';
import { fileName } from '../file-name.ts';
import { fieldsOf, textsOf } from '../json.ts';
import { readKeptFile, readKeptTable } from '../kept-file.ts';
import { jsonText, type JsonText } from './json-text.ts';
import { lineChart } from './line-chart.ts';
import { keyOf } from './names.ts';
import { systemValues } from './system-names.ts';
import type { Row, Update } from './update.ts';

/** A row that is still being filled: what is noted of the same step soon after joins it. */
interface OpenRow {
  /** As it was noted. */
  readonly step: number;
  readonly atMs: number;
  readonly values: Readonly<Record<string, JsonText>>;
}

interface State {
  readonly row: OpenRow | null;
  /** Of the last row. */
  readonly lastStep: number;
  /** Keys of metrics that are defined. */
  readonly metrics: readonly string[];
}

const FRESH: State = { row: null, lastStep: -1, metrics: [] };
/** What comes later of the same step gets a row of its own, so that a long epoch is shown before it ends. */
const ROW_OPEN_MS = 5000;

type Stepped = Extract<Entry, { step: number }>;

/**
 * Makes the updates of a run from its entries. Rows depend on the entries alone, never on how these came in batches: a
 * batch that is sent again makes the same ones.
 *
 * wandb keeps rows whose steps rise. A step that goes back gets the next number there, and `step` holds what was noted.
 */
export class UpdateMaker {
  readonly #run: ShownRun;
  #state: State;

  constructor(run: ShownRun, state: JsonValue) {
    this.#run = run;
    this.#state = parseState(state);
  }

  state(): JsonValue {
    const { row, lastStep, metrics } = this.#state;
    return { row: row === null ? null : { ...row }, lastStep, metrics };
  }

  /** The row that is still open. */
  close(): readonly Update[] {
    const { row, lastStep } = this.#state;
    if (row === null) return [];
    const step = Math.max(lastStep + 1, Math.trunc(row.step));
    this.#state = { ...this.#state, row: null, lastStep: step };
    const { atMs, values } = row;
    const closed: Row = { step, atMs, values: { ...values, step: jsonText(row.step) } };
    return [{ type: 'row', ...closed }];
  }

  async updatesOf(entry: Entry, atMs: number): Promise<readonly Update[]> {
    const { row } = this.#state;
    const isOver =
      row !== null &&
      (atMs - row.atMs >= ROW_OPEN_MS ||
        entry.type === 'finish' ||
        ('step' in entry && entry.step !== row.step));
    const before = isOver ? this.close() : [];
    return [
      ...before,
      ...('step' in entry ? await this.#stepped(entry, atMs) : otherUpdates(entry, atMs)),
    ];
  }

  async #stepped(entry: Stepped, atMs: number): Promise<readonly Update[]> {
    const key = keyOf(entry.name);
    switch (entry.type) {
      case 'metric':
        this.#note(entry, atMs, { [key]: jsonText(entry.value) });
        return this.#define(key);
      case 'histogram':
        if (entry.counts.length > 0) {
          const { counts, edges } = entry;
          const value = { _type: 'histogram', values: counts, bins: edges };
          this.#note(entry, atMs, { [key]: JSON.stringify(value) });
        }
        return [];
      case 'image': {
        const bytes = await readKeptFile(this.#run, entry.path);
        if (bytes === null) return [];
        const file = mediaFile('images', entry, { bytes, ending: 'png' });
        const { width, height } = entry;
        const value = { _type: 'image-file', ...file.value, format: 'png', width, height };
        this.#note(entry, atMs, { [key]: JSON.stringify(value) });
        return [file.update];
      }
      case 'table': {
        const table = await readKeptTable(this.#run, entry.path);
        if (table === null) return [];
        const { columns, rows } = table;
        return [this.#table(entry, atMs, { key, name: entry.name, columns, rows })];
      }
      case 'curve': {
        const { x, y, xLabel, yLabel } = entry.curve;
        const tableKey = `${key}_table`;
        const rows = x.map((value, place) => [value, y[place] ?? null]);
        const columns = [xLabel, yLabel];
        const chart = { tableKey, x: xLabel, y: yLabel, title: entry.name };
        return [
          this.#table(entry, atMs, { key: tableKey, name: `${entry.name}_table`, columns, rows }),
          { type: 'config', path: ['_wandb', 'visualize', key], value: lineChart(chart) },
        ];
      }
    }
  }

  #table(
    entry: Stepped,
    atMs: number,
    table: {
      readonly key: string;
      readonly name: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    },
  ): Update {
    const { key, name, columns, rows } = table;
    const bytes = Buffer.from(JSON.stringify({ columns, data: rows }));
    const file = mediaFile('table', { ...entry, name }, { bytes, ending: 'table.json' });
    const value = { _type: 'table-file', ...file.value, ncols: columns.length, nrows: rows.length };
    this.#note(entry, atMs, { [key]: JSON.stringify(value) });
    return file.update;
  }

  #note(entry: Stepped, atMs: number, values: Readonly<Record<string, JsonText>>): void {
    const row = this.#state.row ?? { step: entry.step, atMs, values: {} };
    const joined = { ...row, values: { ...row.values, ...values } };
    this.#state = { ...this.#state, row: joined };
  }

  #define(key: string): readonly Update[] {
    if (this.#state.metrics.includes(key)) return [];
    this.#state = { ...this.#state, metrics: [...this.#state.metrics, key] };
    return [{ type: 'metric', key }];
  }
}

/** Updates of what has no step. */
function otherUpdates(entry: Exclude<Entry, Stepped>, atMs: number): readonly Update[] {
  switch (entry.type) {
    case 'run':
      return [];
    case 'param':
      return [{ type: 'config', path: [keyOf(entry.name)], value: configText(entry.value) }];
    case 'tag':
      // wandb's own tags are bare words.
      return [{ type: 'config', path: [`tag.${entry.name}`], value: jsonText(entry.value) }];
    case 'log':
      return [{ type: 'output', atMs, level: entry.level, message: entry.message }];
    case 'system':
      return [{ type: 'system', atMs, values: systemValues(entry.values) }];
    case 'source': {
      const { commit, remote, branch, isDirty } = entry;
      const value = JSON.stringify({ commit, branch, changed: isDirty });
      return [
        { type: 'source', commit, remote },
        { type: 'config', path: ['source'], value },
      ];
    }
    case 'artifact': {
      const { name, uri, role = 'output', kind = null, digest = null } = entry;
      const value = JSON.stringify({ uri, role, kind, digest });
      return [
        { type: 'config', path: [`artifact.${name}`], value },
        { type: 'artifact', name, uri, details: entry },
      ];
    }
    case 'finish':
      return [{ type: 'exit', code: entry.status === 'completed' ? 0 : 1, atMs }];
  }
}

/** The server reads a config as strict JSON. */
function configText(value: ParamValue): JsonText {
  const isWord = typeof value === 'number' && !Number.isFinite(value);
  return jsonText(isWord ? String(value) : value);
}

/** A file below `media/`, named by its bytes as wandb names it, and what a row says of it. */
function mediaFile(
  folder: string,
  { name, step }: { readonly name: string; readonly step: number },
  { bytes, ending }: { readonly bytes: Buffer; readonly ending: string },
): { readonly update: Update; readonly value: object } {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = `media/${folder}/${fileName(name)}_${Math.trunc(step)}_${sha256.slice(0, 20)}.${ending}`;
  return { update: { type: 'file', path, bytes }, value: { path, sha256, size: bytes.length } };
}

function parseState(value: JsonValue): State {
  const { row, lastStep, metrics } = fieldsOf(value);
  return {
    row: parseRow(row),
    lastStep: typeof lastStep === 'number' ? lastStep : FRESH.lastStep,
    metrics: Array.isArray(metrics) ? metrics.filter((key) => typeof key === 'string') : [],
  };
}

function parseRow(value: unknown): OpenRow | null {
  const { step, atMs, values } = fieldsOf(value);
  if (typeof step !== 'number' || typeof atMs !== 'number') return null;
  return { step, atMs, values: textsOf(values) };
}

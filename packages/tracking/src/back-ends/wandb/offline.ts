import { writeFile } from 'node:fs/promises';
import { arch, hostname, platform, release } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { onDisk, openAppendedFile, type AppendedFile } from '../appended-file.ts';
import type { BackEnd, BackEndRun, JsonValue, ShownRun } from '../back-end.ts';
import { fieldsOf } from '../json.ts';
import type { JsonText } from './json-text.ts';
import { FILE_HEADER, frameRecord } from './log-file.ts';
import {
  configRecord,
  environmentRecord,
  exitRecord,
  fileRecord,
  headerRecord,
  historyRecord,
  metricRecord,
  numberedRecord,
  outputRecord,
  rowValues,
  runRecord,
  statsRecord,
  stepMetricRecord,
  summaryRecord,
  telemetryRecord,
  type NumberlessRecord,
} from './record.ts';
import { namesOf, outputText, type WandbNames } from './run-names.ts';
import { UpdateMaker } from './update-maker.ts';
import type { Update } from './update.ts';

export interface WandbOfflineOptions {
  /** In which the folder `wandb` is made; default: the working directory. */
  readonly directory?: string;
  /** User or team; default: the user who runs wandb sync. */
  readonly entity?: string;
  /** Default: the run's experiment. */
  readonly project?: string;
}

/** Writes runs as wandb does offline, `wandb/offline-run-<time>-<id>`; `wandb sync` sends such a folder. */
export function wandbOfflineBackEnd(options: WandbOfflineOptions = {}): BackEnd {
  const target = resolve(options.directory ?? '.', 'wandb');
  return {
    name: 'wandb-offline',
    target,
    gatherMs: 1000,
    open: (run) => openOfflineRun(target, run, namesOf(run, options)),
  };
}

async function openOfflineRun(
  target: string,
  run: ShownRun,
  names: WandbNames,
): Promise<BackEndRun> {
  const folder = join(target, `offline-run-${timeOf(run.startedMs)}-${names.id}`);
  const { length, records, made } = parseState(run.state);
  const file = await openAppendedFile(join(folder, `run-${names.id}.wandb`), length);
  const writer = new OfflineWriter({ run, names, folder, file, records });
  const maker = new UpdateMaker(run, made);
  return {
    send: async (entries) => {
      const updates: Update[] = [];
      for (const { entry, atMs } of entries) updates.push(...(await maker.updatesOf(entry, atMs)));
      await writer.write(updates);
    },
    settle: async () => {
      // What comes later of the same step begins a new row.
      const updates = maker.close();
      if (updates.length > 0) await writer.write(updates);
    },
    state: () => ({ length: file.length, records: writer.records, made: maker.state() }),
    address: () => folder,
  };
}

class OfflineWriter {
  readonly #run: ShownRun;
  readonly #names: WandbNames;
  readonly #folder: string;
  readonly #file: AppendedFile;
  /** In the file so far. */
  records: number;

  constructor(options: {
    readonly run: ShownRun;
    readonly names: WandbNames;
    readonly folder: string;
    readonly file: AppendedFile;
    readonly records: number;
  }) {
    this.#run = options.run;
    this.#names = options.names;
    this.#folder = options.folder;
    this.#file = options.file;
    // A file that was taken away begins anew.
    this.records = options.file.length === 0 ? 0 : options.records;
  }

  async write(updates: readonly Update[]): Promise<void> {
    for (const update of updates) {
      if (update.type === 'file') await this.#keep(update.path, update.bytes);
    }
    const summary: Record<string, JsonText> = {};
    const records: NumberlessRecord[] = this.records === 0 ? this.#first() : [];
    for (const update of updates) {
      if (update.type === 'row') Object.assign(summary, rowValues(update, this.#run.startedMs));
      // The last thing that a reader takes of a run.
      if (update.type === 'exit') records.push(...summaryOf(summary));
      records.push(...this.#recordsOf(update));
    }
    if (!updates.some(({ type }) => type === 'exit')) records.push(...summaryOf(summary));
    await this.#append(records);
  }

  #first(): NumberlessRecord[] {
    const { startedMs } = this.#run;
    const host = hostname();
    return [
      headerRecord(),
      runRecord({ ...this.#names, host, startedMs }),
      environmentRecord({
        writerId: this.#names.id,
        os: `${platform()} ${release()}`,
        host,
        startedMs,
      }),
      telemetryRecord(`${platform()}-${arch()}`),
      stepMetricRecord(),
    ];
  }

  #recordsOf(update: Update): readonly NumberlessRecord[] {
    switch (update.type) {
      case 'config':
        return [configRecord(update.path, update.value)];
      case 'metric':
        return [metricRecord(update.key)];
      case 'row':
        return [historyRecord(update, this.#run.startedMs)];
      case 'file':
        return [fileRecord(update.path)];
      case 'output': {
        const { level, message, atMs } = update;
        return [outputRecord(`${outputText(level, message)}\n`, level, atMs)];
      }
      case 'system':
        return [statsRecord(update.values, update.atMs)];
      case 'source':
        return [environmentRecord({ writerId: this.#names.id, ...update })];
      case 'artifact':
        return [];
      case 'exit':
        return [exitRecord(update.code, update.atMs - this.#run.startedMs)];
    }
  }

  async #keep(path: string, bytes: Buffer): Promise<void> {
    const target = join(this.#folder, 'files', path);
    await onDisk(target, async () => {
      makeFolder(dirname(target));
      await writeFile(target, bytes);
    });
  }

  async #append(records: readonly NumberlessRecord[]): Promise<void> {
    const parts: Buffer[] = [];
    let at = this.#file.length;
    let num = this.records;
    const add = (bytes: Buffer): void => {
      parts.push(bytes);
      at += bytes.length;
    };
    if (at === 0) add(FILE_HEADER);
    for (const record of records) {
      num += 1;
      add(frameRecord(numberedRecord(num, record), at));
    }
    await this.#file.append(Buffer.concat(parts));
    this.records = num;
  }
}

function summaryOf(values: Readonly<Record<string, JsonText>>): readonly NumberlessRecord[] {
  return Object.keys(values).length === 0 ? [] : [summaryRecord(values)];
}

/** `20260131_235959`, in UTC: the same wherever the run goes on. */
function timeOf(atMs: number): string {
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T');
  return `${date.replaceAll('-', '')}_${time.slice(0, 8).replaceAll(':', '')}`;
}

function parseState(value: JsonValue): {
  readonly length: number;
  readonly records: number;
  readonly made: JsonValue;
} {
  const { length, records, made } = fieldsOf(value);
  return {
    length: typeof length === 'number' ? length : 0,
    records: typeof records === 'number' ? records : 0,
    made: toJsonValue(made),
  };
}

function toJsonValue(value: unknown): JsonValue {
  return (value ?? null) as JsonValue;
}

import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { platform, release } from 'node:os';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import type { TimedEntry } from '../../record/entry.ts';
import { onDisk, openAppendedFile } from '../appended-file.ts';
import type { BackEnd, BackEndRun, JsonValue, ShownRun } from '../back-end.ts';
import { fieldsOf } from '../json.ts';
import { assign, operationsOf, type Operation } from './operation.ts';

export interface NeptuneOptions {
  /** In which the folder `.neptune` is made; default: the working directory. */
  readonly directory?: string;
  /** Shown as `run/id`; default: the id of the run. Offline, Neptune's client does not send its own field of that name. */
  readonly customRunId?: string;
}

/** Of neptune 1.14: a folder a run, with no folders of executions in it. */
const STRUCTURE_VERSION = 3;
const CLIENT_VERSION = '1.14.0';

/**
 * Writes runs as Neptune's client does offline, `.neptune/offline/run__<id>__<pid>__<key>`, for `neptune sync` to a server
 * of your own: the hosted service closed on 5 March 2026.
 */
export function neptuneOfflineBackEnd(options: NeptuneOptions = {}): BackEnd {
  const target = resolve(options.directory ?? '.', '.neptune', 'offline');
  return {
    name: 'neptune-offline',
    target,
    gatherMs: 1000,
    open: (run) => openOfflineRun(target, run, options.customRunId ?? run.runId),
  };
}

async function openOfflineRun(
  target: string,
  run: ShownRun,
  customRunId: string,
): Promise<BackEndRun> {
  const { id, key } = identityOf(`${customRunId} ${run.startedMs}`);
  // Neptune puts the process there; a run of ours may go on in another one.
  const folder = join(target, `run__${id}__0__${key}`);
  const earlier = parseState(run.state);
  const file = await openAppendedFile(join(folder, 'data-1.log'), earlier.length);
  let version = file.length === 0 ? 0 : earlier.version;
  if (version === 0) await writeFolder(folder, { id, startedMs: run.startedMs });
  return {
    send: async (entries) => {
      const operations = version === 0 ? firstOperations(run, customRunId) : [];
      operations.push(...entries.flatMap((entry) => timedOperations(entry, run.directory)));
      const lines = operations.map(({ operation, atMs }, place) =>
        JSON.stringify({ obj: operation, version: version + place + 1, at: atMs / 1000 }),
      );
      if (lines.length === 0) return;
      await file.append(Buffer.from(`${lines.join('\n')}\n`));
      version += lines.length;
      await writeWhole(join(folder, 'last_put_version'), String(version));
    },
    state: () => ({ length: file.length, version }),
    address: () => folder,
  };
}

interface TimedOperation {
  readonly operation: Operation;
  readonly atMs: number;
}

function firstOperations(run: ShownRun, customRunId: string): TimedOperation[] {
  return [
    assign(['sys', 'name'], run.name ?? run.runId),
    assign(['run', 'id'], customRunId),
    assign(['run', 'experiment'], run.experiment ?? 'runs'),
  ].map((operation) => ({ operation, atMs: run.startedMs }));
}

function timedOperations({ entry, atMs }: TimedEntry, directory: string): TimedOperation[] {
  return operationsOf(entry, atMs, (path) => join(directory, path)).map((operation) => ({
    operation,
    atMs,
  }));
}

async function writeFolder(
  folder: string,
  { id, startedMs }: { readonly id: string; readonly startedMs: number },
): Promise<void> {
  const metadata = {
    mode: 'offline',
    containerId: id,
    containerType: 'run',
    structureVersion: STRUCTURE_VERSION,
    os: `${platform()} ${release()}`,
    pythonVersion: 'none: @lf/tracking',
    neptuneClientVersion: CLIENT_VERSION,
    createdAt: new Date(startedMs).toISOString().replace('Z', '+00:00'),
  };
  await onDisk(folder, async () => {
    makeFolder(join(folder, 'upload_path'));
  });
  await writeWhole(join(folder, 'metadata.json'), JSON.stringify(metadata, null, 2));
  await writeWhole(join(folder, 'last_ack_version'), '');
}

async function writeWhole(path: string, text: string): Promise<void> {
  await onDisk(path, async () => {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  });
}

/** The same for the same run: a UUID, and the key that Neptune draws. */
function identityOf(text: string): { readonly id: string; readonly key: string } {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return { id: `${parts.join('-')}-${hex.slice(20, 32)}`, key: hex.slice(32, 40) };
}

function parseState(value: JsonValue): { readonly length: number; readonly version: number } {
  const { length, version } = fieldsOf(value);
  return {
    length: typeof length === 'number' ? length : 0,
    version: typeof version === 'number' ? version : 0,
  };
}

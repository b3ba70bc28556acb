import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GcPlace } from './gc-place.ts';

const MAIN = fileURLToPath(new URL('../../from-source.js', import.meta.url));

interface Ended {
  /** Null: a signal has ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `lf` on a machine that shares the datastore in S3 of a place. */
export function startLf(
  { folder, s3 }: GcPlace,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: '0' },
      ...{ METAFLOW_HOME: folder, LF_S3_CACHE_DIR: `${folder}/other` },
      ...{ LF_DATASTORE_ROOT: 's3://bucket/shop', AWS_ENDPOINT_URL_S3: s3?.endpoint },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return { child, ended };
}

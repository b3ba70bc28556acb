import { makeTemporaryFolder, type ObjectStore } from '@lf/dataset';
import type { CodePackage } from '@lf/flow/aws-batch';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { PipelineError } from '../errors.ts';
import { IS_SOURCE, OWN_FOLDER } from '../settings/own-folder.ts';
import { NO_FLOWS, type CarriedFlows } from './carried-flows.ts';
import { packageFiles } from './package-files.ts';

const ENTRY = 'node_modules/@lf/pipeline/dist/main.js';

/** A higher level takes several times as long for a twentieth less. */
const GZIP_LEVEL = 1;

/**
 * Puts this program with all that it needs at run time into the datastore, once for all runs of the same code.
 *
 * @param flows of others, which it runs too
 * @throws PipelineError `code_foreign`, `code_not_built`
 */
export async function putCodePackage(
  store: ObjectStore,
  say: (line: string) => void,
  flows: CarriedFlows = NO_FLOWS,
): Promise<CodePackage> {
  if (process.platform !== 'linux') {
    throw new PipelineError(
      'code_foreign',
      `Making the code package: containers of AWS Batch are Linux, and the packages installed here are for ${process.platform}. ` +
        'Launch the run from Linux (WSL, a container or a small EC2 machine).',
    );
  }
  await bundleInCheckout();
  const files = packageFiles(OWN_FOLDER, flows);
  const digest = await digestOf(files);
  const key = `code/${digest}.tar.gz`;
  const noteKey = `code/${digest}.json`;
  const code = {
    url: `${store.url.replace(/\/$/, '')}/${key}`,
    system: `${process.platform}-${process.arch}`,
    entry: ENTRY,
  };
  if (await store.exists(noteKey)) {
    const note: unknown = JSON.parse(Buffer.from(await store.get(noteKey)).toString('utf8'));
    if (isNote(note)) {
      // Written anew, so that no collection takes the pair for unused; then looked for
      await store.put(noteKey, noteOf(note));
      if (await store.exists(key)) return { ...code, sha256: note.sha256 };
    }
  }
  const folder = await makeTemporaryFolder('lf-code-');
  const path = join(folder, 'code.tar.gz');
  try {
    const { sha256, bytes } = await pack(files, path);
    say(
      `code package of ${files.size} files, ${Math.round(bytes / 1e6)} MB, put into the datastore`,
    );
    await store.putFile(key, path);
    // Who finds the note finds the package.
    await store.put(noteKey, noteOf({ sha256, bytes }));
    return { ...code, sha256 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From source, what containers run is the bundle of it: made now where the sources are newer. */
async function bundleInCheckout(): Promise<void> {
  if (!IS_SOURCE) return;
  const args = [join(OWN_FOLDER, 'from-source.js'), '--version'];
  await promisify(execFile)(process.execPath, args).catch((cause: unknown) => {
    const words =
      cause instanceof Error && 'stderr' in cause ? String(cause.stderr).slice(0, 2000) : '';
    throw new PipelineError(
      'code_not_built',
      `Building the code package: expected the checkout to be bundled, but:\n${words}\nCorrect that: npx nx build pipeline`,
      { cause },
    );
  });
}

type Files = ReadonlyMap<string, string | Uint8Array>;

async function digestOf(files: Files): Promise<string> {
  const hash = createHash('sha256');
  for (const [path, file] of files) {
    const content = createHash('sha256');
    if (typeof file === 'string') await pipeline(createReadStream(file), content);
    else content.update(file);
    hash.update(`${path}\0${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}

/** Times and owners are left out: the same files give the same bytes. */
async function pack(
  files: Files,
  target: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const archive = tar.pack();
  const out = (await open(target, 'w')).createWriteStream();
  const written = pipeline(archive, createGzip({ level: GZIP_LEVEL }), out);
  try {
    for (const [name, file] of files) {
      const content = typeof file === 'string' ? await readFile(file) : Buffer.from(file);
      await new Promise<void>((resolve, reject) => {
        archive.entry({ name, mtime: new Date(0) }, content, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    }
    archive.finalize();
  } catch (error) {
    archive.destroy();
    await written.catch(() => undefined);
    throw error;
  }
  await written;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(target) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

interface Note {
  readonly sha256: string;
  readonly bytes: number;
}

function noteOf({ sha256, bytes }: Note): Uint8Array {
  return Buffer.from(`${JSON.stringify({ sha256, bytes })}\n`);
}

function isNote(value: unknown): value is Note {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sha256' in value &&
    typeof value.sha256 === 'string' &&
    'bytes' in value &&
    typeof value.bytes === 'number'
  );
}

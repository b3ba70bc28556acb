import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EndpointStateUnwritableError } from '../../src/index.ts';
import { readRecords, writeRecord, type EndpointRecord } from '../../src/local/state.ts';

const KILLED = fileURLToPath(new URL('killed-writer.ts', import.meta.url));

const record: EndpointRecord = {
  schemaVersion: 1,
  name: 'intent',
  flow: 'intent',
  pid: 1,
  processStart: 'then',
  host: '127.0.0.1',
  port: 8080,
  url: 'http://127.0.0.1:8080',
  bundlePath: '/model.tar.gz',
  bundleDigest: 'sha256:0',
  command: ['node'],
  logPath: '/log',
  startedAt: '2020-01-01T00:00:00.000Z',
};

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('removes the half records of killed processes and of earlier versions, not those of living ones', async () => {
  const folder = await newFolder();
  const writers = await Promise.all(
    ['killed', 'living'].map(async (role) => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--conditions=@lf/source', KILLED, folder],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      if (role === 'killed') {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      return child;
    }),
  );
  const earlier = ['a.endpoint.json.12.part', 'b.endpoint.json.13.part'];
  for (const name of earlier) await writeFile(join(folder, name), '{');
  await utimes(join(folder, 'a.endpoint.json.12.part'), 0, 0);
  await writeRecord(folder, record);
  expect((await readdir(folder)).sort()).toEqual([
    expect.stringMatching(`^\\.lf-part-${writers[1]?.pid}\\.`),
    'b.endpoint.json.13.part',
    'intent.endpoint.json',
  ]);
  expect(await readRecords(folder)).toEqual([record]);
}, 120_000);

describe('a state directory that cannot be made', () => {
  it.each(['below /proc', 'below a file', 'in a read-only folder', 'with a long name'])(
    '%s, is told with what the system said',
    async (place) => {
      const folder = await newFolder();
      await writeFile(join(folder, 'file'), '');
      await mkdir(join(folder, 'read-only'));
      await chmod(join(folder, 'read-only'), 0o500);
      // Root may write everywhere but in /sys
      const readOnly = process.getuid?.() === 0 ? '/sys/x' : join(folder, 'read-only', 'x');
      const paths: Readonly<Record<string, string>> = {
        'below /proc': '/proc/nope/x/y',
        'below a file': join(folder, 'file', 'x'),
        'in a read-only folder': readOnly,
        'with a long name': join(folder, 'n'.repeat(300), 'x'),
      };
      const error = await writeRecord(paths[place] ?? '', record).catch(
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(EndpointStateUnwritableError);
      expect(String(error)).toMatch(/refused it \(E[A-Z]+\)/);
      expect(String(error).length).toBeLessThan(600);
    },
  );
});

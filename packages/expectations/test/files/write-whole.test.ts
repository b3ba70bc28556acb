import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { ownerMark } from '../../src/files/owner.ts';
import { ExpectationsError, writeDataDocs, writeSuite } from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';

const WRITER = fileURLToPath(new URL('killed-writer.ts', import.meta.url));
const SUITE = { name: 'orders', expectations: [] };

it('removes the half files of killed processes, of those with a reused pid too, not of living ones', async () => {
  const folder = temporaryFolder();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', WRITER, folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await vi.waitFor(
    async () => expect((await readdir(folder)).join()).toContain(`.lf-part-${child.pid}.`),
    { timeout: 60_000, interval: 1 },
  );
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const [, , where = ''] = ownerMark().split('.');
  const living = `.lf-part-${ownerMark()}living`;
  await writeFile(join(folder, living), 'half');
  await writeFile(join(folder, `.lf-part-${process.pid}.1.${where}reused`), 'half');
  // Where the killed one was between two files, this is what it may have left
  await writeFile(join(folder, `.lf-part-${child.pid}.1.${where}gone`), 'half');

  await writeSuite(join(folder, 'suite.json'), SUITE);
  expect((await readdir(folder)).sort()).toEqual([living, 'suite.json']);
  expect(JSON.parse(await readFile(join(folder, 'suite.json'), 'utf8'))).toMatchObject(SUITE);
}, 120_000);

describe('a place where nothing can be made', () => {
  it.each(['below /proc', 'below a file', 'in a read-only folder', 'with a long name'])(
    '%s, is told: suites, --output, Data Docs',
    async (place) => {
      const folder = temporaryFolder();
      await writeFile(join(folder, 'file'), '');
      await writeFile(join(folder, 'data.csv'), 'id\n1\n');
      await writeFile(join(folder, 'suite.json'), JSON.stringify(SUITE));
      await mkdir(join(folder, 'read-only'));
      await chmod(join(folder, 'read-only'), 0o500);
      // Root may write everywhere but in /sys
      const readOnly = process.getuid?.() === 0 ? '/sys/x' : join(folder, 'read-only', 'x');
      const paths: Readonly<Record<string, string>> = {
        'below /proc': '/proc/nope/x/y',
        'below a file': join(folder, 'file', 'x'),
        'in a read-only folder': readOnly,
        'with a long name': join(folder, 'n'.repeat(300)),
      };
      const path = paths[place] ?? '';
      for (const write of [
        () => writeSuite(join(path, 'suite.json'), SUITE),
        () => writeDataDocs({ folder: path, suites: [SUITE] }),
      ]) {
        const error = await write().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(ExpectationsError);
        expect(error).toMatchObject({ code: 'unwritable_file' });
      }
      const [data, suite] = [join(folder, 'data.csv'), join(folder, 'suite.json')];
      for (const args of [
        ['check', data, '--suite', suite, '--format', 'json', '--output', join(path, 'r.json')],
        ['docs', data, '--suite', suite, '--output', path],
      ]) {
        let err = '';
        const terminal = { out: () => undefined, err: (text: string) => (err += text) };
        expect(await runCli(args, { ...terminal, isInteractive: false })).toBe(2);
        expect(err).toMatch(/Cannot write .*E[A-Z]+/);
        expect(err).not.toContain('    at ');
        expect(err.trim().split('\n')).toHaveLength(1);
      }
    },
  );
});

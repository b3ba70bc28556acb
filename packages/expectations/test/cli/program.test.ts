import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { progressLine } from '../../src/cli/terminal.ts';
import { temporaryFolder } from '../data.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

async function program(...args: readonly string[]) {
  const child = spawn(process.execPath, [
    '--import',
    TSX,
    '--conditions=@lf/source',
    MAIN,
    ...args,
  ]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

it('runs as a process that answers with its exit code, without control codes in a pipe', async () => {
  const folder = temporaryFolder();
  const [data, suite] = [join(folder, 'a.csv'), join(folder, 'suite.json')];
  writeFileSync(data, 'a\n1\n');
  writeFileSync(
    suite,
    JSON.stringify({
      name: 's',
      expectations: [{ type: 'expect_table_row_count_to_equal', kwargs: { value: 2 } }],
    }),
  );
  const { code, out, err } = await program('check', data, '--suite', suite);
  expect([code, err]).toEqual([1, '']);
  expect(out).toContain('observed 1');
});

it('writes progress only where someone watches', () => {
  let written = '';
  const terminal = { out: () => undefined, err: (text: string) => (written += text) };
  progressLine({ ...terminal, isInteractive: false }).say('measuring');
  const quick = progressLine({ ...terminal, isInteractive: true });
  quick.say('measuring');
  quick.end();
  expect(written).toBe('');
});

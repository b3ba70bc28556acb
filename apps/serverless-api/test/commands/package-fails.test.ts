import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '@lf/test-doubles';
import { startCommand } from './run-command.ts';

const APP = join(import.meta.dirname, '../..');
const MODULES = join(APP, '../../node_modules');

/** A copy of this app in which one file holds something else. */
function appWith(file: string, content: string): string {
  const folder = temporaryFolder();
  symlinkSync(MODULES, join(folder, 'node_modules'));
  const app = join(folder, 'app');
  mkdirSync(app);
  symlinkSync(join(APP, 'node_modules'), join(app, 'node_modules'));
  for (const name of ['commands', 'src', 'serverless.ts', 'package.json']) {
    cpSync(join(APP, name), join(app, name), { recursive: true });
  }
  writeFileSync(join(app, file), content);
  return app;
}

test.each([
  ['an import that leads nowhere', "export * from './nowhere.ts';\n", /Could not resolve/],
  ['a package that is not installed', "import 'not-installed';\n", /Could not resolve/],
  ['a syntax error', 'export const = 1;\n', /Expected identifier/],
  // What would run on one architecture alone
  ['a native addon', "import 'onnxruntime-node';\n", /No loader is configured for ".node" files/],
])(
  '%s in the code of the Lambda ends packaging with 1 and the line, and does not hang',
  { timeout: 90_000 },
  async (what, code, message) => {
    const app = appWith('src/handler.ts', code);
    const command = startCommand('package', temporaryFolder(), {}, join(app, 'commands'));
    onTestFinished(() => void command.child.kill('SIGKILL'));
    expect(await command.exited).toBe(1);
    expect(command.output()).toMatch(message);
    const place =
      what === 'a native addon' ? 'onnxruntime-node/dist/binding.js:' : 'src/handler.ts:1';
    expect(command.output()).toContain(place);
    expect(command.output()).toContain('Packaging: nothing was packaged (exit code 1).');
  },
);

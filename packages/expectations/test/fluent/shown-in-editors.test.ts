import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** A file that is not there, as an editor has one open. */
const FILE = join(PACKAGE, 'test', 'open-in-an-editor.ts');
const TEXT = `import { suite } from '../src/index.ts';
const price = suite('orders').column('price');
price.valuesToBeBetween({ minValue: 1, severity: 'info' }).valuesToMatchRegex({ regex: 'a' });
`;

function editor(): ts.LanguageService {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(PACKAGE, 'tsconfig.test.json'),
    undefined,
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const read = (path: string) => (path === FILE ? TEXT : readFileSync(path, 'utf8'));
  const exists = (path: string) => path === FILE || ts.sys.fileExists(path);
  return ts.createLanguageService({
    getCompilationSettings: () => config?.options ?? {},
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) =>
      exists(path) ? ts.ScriptSnapshot.fromString(read(path)) : undefined,
    getCurrentDirectory: () => PACKAGE,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: exists,
    readFile: read,
  });
}

it('shows in editors what methods and kwargs mean', { timeout: 240_000 }, () => {
  const service = editor();
  const wordsOf = (name: string) =>
    ts.displayPartsToString(
      service.getQuickInfoAtPosition(FILE, TEXT.indexOf(name))?.documentation,
    );
  expect(wordsOf('valuesToBeBetween')).toBe(
    'The values of the column lie in a range.\n\n`expect_column_values_to_be_between`',
  );
  expect(wordsOf('minValue')).toMatch(/^The lower bound/);
  expect(wordsOf('severity')).toBe('critical when left out.');
  expect(wordsOf('valuesToMatchRegex')).toContain('`expect_column_values_to_match_regex`');
  expect(wordsOf('regex:')).toMatch(/^The regular expression/);
});

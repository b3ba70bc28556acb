import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '@lf/test-doubles';
import { loadEnvironment } from '../../commands/environment.ts';
import { CommandError } from '../../commands/errors.ts';

test('.env wins over the environment; an empty value in it does not', () => {
  const path = join(temporaryFolder(), '.env');
  writeFileSync(path, 'STAGE=prod\nAWS_PROFILE="my shop"\nLF_API_PORT=\n# LF_API_MODEL=none\n');
  expect(
    loadEnvironment({ STAGE: 'dev', LF_API_PORT: '3100', HOME: '/home/a' }, path),
  ).toMatchObject({
    STAGE: 'prod',
    AWS_PROFILE: 'my shop',
    LF_API_PORT: '3100',
    HOME: '/home/a',
  });
});

test('without a .env the environment stands', () => {
  expect(loadEnvironment({ STAGE: 'dev' }, join(temporaryFolder(), '.env'))).toMatchObject({
    STAGE: 'dev',
  });
});

test('a .env of any bytes is read, or refused in one line', () => {
  const path = join(temporaryFolder(), '.env');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      writeFileSync(path, bytes);
      const refusal = `Reading ${path}: expected a text file of settings, but it holds zero bytes: save it as UTF-8.`;
      if (bytes.includes(0)) expect(() => loadEnvironment({}, path)).toThrow(refusal);
      else expect(Object.values(loadEnvironment({}, path))).not.toContain('');
    }),
    { numRuns: 500 },
  );
});

test('a folder named .env is told in one line', () => {
  const folder = temporaryFolder();
  expect(() => loadEnvironment({}, folder)).toThrow(CommandError);
  expect(() => loadEnvironment({}, folder)).toThrow(/but it is a folder\.$/);
});

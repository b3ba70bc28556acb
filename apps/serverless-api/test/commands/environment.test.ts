import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadEnvironment } from '../../commands/environment.ts';
import { temporaryFolder } from '../folder.ts';

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

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { envExample } from '../../src/cli/settings.ts';

it('keeps .env.example in step with the settings (regenerate: lf settings --env > .env.example)', () => {
  const path = fileURLToPath(new URL('../../../../.env.example', import.meta.url));
  expect(readFileSync(path, 'utf8')).toBe(envExample());
});

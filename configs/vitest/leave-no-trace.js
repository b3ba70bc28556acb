/**
 * The files of a package share a process, which saves a second of imports a file: what one sets is set back at its end.
 */
import { afterAll, vi } from 'vitest';

const before = { environment: { ...process.env }, folder: process.cwd() };

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  for (const name of Object.keys(process.env)) {
    if (!(name in before.environment)) delete process.env[name];
  }
  Object.assign(process.env, before.environment);
  if (process.cwd() !== before.folder) process.chdir(before.folder);
  process.exitCode = undefined;
});

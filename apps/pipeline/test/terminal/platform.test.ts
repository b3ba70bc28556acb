import { afterEach, expect, it, vi } from 'vitest';
import { runCli } from '../../src/cli/program.ts';

const { platform } = process;
const runOn = (name: string) => Object.defineProperty(process, 'platform', { value: name });
afterEach(() => {
  runOn(platform);
  vi.restoreAllMocks();
});

it('refuses on Windows what needs process groups, by name, and nothing else', async () => {
  runOn('win32');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const command of ['run', 'resume', 'step', 'endpoint']) {
    said.mockClear();
    expect(await runCli([command, 'intent'])).toBe(1);
    const text = said.mock.calls.map(([each]) => String(each)).join('');
    expect(text).toMatch(/expected Linux or macOS, got win32, .*process groups.*Use WSL 2/);
  }
  expect(await runCli(['--version'])).toBe(0);
  expect(await runCli(['settings'])).toBe(0);
});

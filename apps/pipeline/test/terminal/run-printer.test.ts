import type { RunEvent } from '@lf/flow';
import { afterEach, expect, it, vi } from 'vitest';
import type { OutputFlags } from '../../src/terminal/output-flags.ts';
import { createRunPrinter } from '../../src/terminal/run-printer.ts';

afterEach(() => void vi.restoreAllMocks());

function printed(event: Parameters<ReturnType<typeof createRunPrinter>['onEvent']>[0]): string {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  createRunPrinter({}).onEvent(event);
  return text;
}

it('shows a control sequence of a SKU in what a step prints, instead of doing it', () => {
  const line = 'product \u001b[2J\u001b]0;mine\u0007';
  expect(printed({ type: 'task_log', task: 'start', stream: 'stdout', line })).toBe(
    '[start] product \\x1b[2J\\x1b]0;mine\\x07\n',
  );
});

it('shows a control sequence in the progress that a step tells', () => {
  const progress = { done: 5, total: 10, message: '\u001b[2Jtable' };
  expect(printed({ type: 'task_progress', task: 'start', progress })).toContain('\\x1b[2Jtable');
});

it('says in a sentence why a step is tried again', () => {
  const error = {
    name: 'Error',
    code: 'EROFS',
    message: "EROFS: read-only file system, open '/data/x'",
    retryable: true,
  };
  expect(printed({ type: 'task_retried', task: 'start', error, waitMs: 5 })).toContain(
    'cannot open /data/x: its disk is read-only; name another place (EROFS)',
  );
});

/** What is written while a terminal of so many columns watches two tasks. */
function watched(options: { readonly isTTY: boolean; readonly plain?: boolean }): string {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const { isTTY, columns } = process.stderr;
  Object.assign(process.stderr, { isTTY: options.isTTY, columns: 30 });
  vi.stubEnv('TERM', 'xterm');
  try {
    const printer = createRunPrinter({ plain: options.plain === true });
    const progress = { done: 5, total: 10, unit: 'scans' };
    printer.onEvent({ type: 'task_progress', task: 'validate_everything_there_is', progress });
    printer.onEvent({ type: 'task_log', task: 'start', stream: 'stdout', line: 'done' });
    printer.end();
  } finally {
    Object.assign(process.stderr, { isTTY, columns });
    vi.unstubAllEnvs();
  }
  return text;
}

it('draws progress in place on a terminal, no wider than it, and clears it before a line', () => {
  const [before = '', drawn = '', after = ''] = watched({ isTTY: true }).split('\r\u001b[2K');
  expect(before).toBe('');
  expect(drawn.replaceAll(/\u001b\[\d+m/g, '')).toBe('[validate_everything_there_i…');
  expect(after).toBe('[start] done\n');
});

it.each([{ isTTY: false }, { isTTY: true, plain: true }])('prints plain lines: %o', (options) => {
  expect(watched(options)).toBe('[validate_everything_there_is] 5/10 scans\n[start] done\n');
});

it('tells no progress that the step has just told itself', () => {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const printer = createRunPrinter({ plain: true });
  const say = (done: number, message: string) =>
    printer.onEvent({
      type: 'task_progress',
      task: 'train_model/0',
      progress: { done, total: 40, message },
    });
  const line = 'epoch 20 of 40';
  printer.onEvent({ type: 'task_log', task: 'train_model/0', stream: 'stdout', line });
  say(20, line);
  say(36, 'epoch 36 of 40');
  expect(text).toBe('[train_model/0] epoch 20 of 40\n[train_model/0] 36/40 epoch 36 of 40\n');
});

const HOOK_FAILED = {
  type: 'hook_failed',
  hook: 'onSuccess',
  error: { name: 'Error', code: 'error', message: 'no mail\u001b[2J was sent', retryable: false },
} as const;

/** What a printer writes to the two outputs. */
function written(flags: OutputFlags, events: readonly RunEvent[]) {
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      text[stream] += String(chunk);
      return true;
    });
  }
  const printer = createRunPrinter(flags);
  for (const event of events) printer.onEvent(event);
  printer.end();
  return text;
}

it.each([{ json: true }, { quiet: true }])(
  'tells of a failed hook, which no result tells, and of nothing else: %o',
  (flags) => {
    const started = { type: 'task_started', task: 'start', attempt: 1 } as const;
    expect(written(flags, [started, HOOK_FAILED])).toEqual({
      stdout: '',
      stderr:
        'warning: a hook of onSuccess failed: no mail\\x1b[2J was sent (error); the run is as it was\n',
    });
  },
);

it('prints each event as a line of JSON with its time, and nothing for people', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-30T09:00:00.000Z') });
  try {
    const log = { type: 'task_log', task: 'a', stream: 'stdout', line: 'x\n\u009b2Jy' } as const;
    const { stdout, stderr } = written({ jsonLines: true, quiet: true }, [log, HOOK_FAILED]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^{"type":"task_log","time":"2026-11-30T09:00:00.000Z","task":"a",/);
    expect(stdout).not.toContain('\u009b');
    const lines = stdout.trimEnd().split('\n');
    const time = '2026-11-30T09:00:00.000Z';
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { ...log, time },
      { ...HOOK_FAILED, time },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

it('tells a program of progress ten times a second at most, but always of its end', () => {
  vi.useFakeTimers();
  try {
    const at = (task: string, done: number): RunEvent => ({
      ...{ type: 'task_progress', task, progress: { done, total: 9 } },
    });
    let text = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    const { onEvent } = createRunPrinter({ jsonLines: true });
    for (const event of [at('a', 1), at('a', 2), at('b', 1)]) onEvent(event);
    vi.advanceTimersByTime(100);
    for (const event of [at('a', 3), at('a', 4), at('a', 9)]) onEvent(event);
    const told = text.trimEnd().split('\n');
    expect(told.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { task: 'a', progress: { done: 1 } },
      { task: 'b', progress: { done: 1 } },
      { task: 'a', progress: { done: 3 } },
      { task: 'a', progress: { done: 9 } },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

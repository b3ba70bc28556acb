import { tarGz } from '@lf/test-doubles';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  containerLauncher,
  readLog,
  resumeRun,
  runFlow,
  type AttemptContainer,
  type Launcher,
  type StepDefinition,
} from '../../src/index.ts';
import { faraway } from '../fixtures/flows.ts';
import { openWorkplace, PROGRAM, type Workplace } from '../fixtures/workplace.ts';

/** Runs each container as a process; one that is killed by SIGKILL lost its machine and is begun again. */
class Processes {
  readonly ran: AttemptContainer[] = [];
  readonly children: ChildProcess[] = [];
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  async run(
    container: AttemptContainer,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    this.ran.push(container);
    for (let beginning = 1; ; beginning += 1) {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', container.bootstrap, '--', ...container.args],
        {
          env: { ...this.#environment, TEST_BEGINNING: String(beginning) },
          stdio: 'ignore',
        },
      );
      this.children.push(child);
      const end = () => void child.kill('SIGTERM');
      signal.addEventListener('abort', end);
      const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
      signal.removeEventListener('abort', end);
      if (killedBy === 'SIGKILL') continue;
      if (code !== 0) throw new Error(`the container ended with ${code}`);
      return;
    }
  }

  async findUnderWay() {
    return null;
  }
}

let place: Workplace;
let processes: Processes;
let options: Workplace['options'] & { readonly launcher: Launcher };
const launcherWith = (isFor?: (step: StepDefinition) => boolean): Launcher => {
  const bytes = tarGz({ 'app/program.mjs': readFileSync(PROGRAM) });
  const path = join(place.root, 'code.tar.gz');
  writeFileSync(path, bytes);
  return containerLauncher({
    runner: processes,
    entryArgs: ['supervise'],
    code: async () => ({
      url: pathToFileURL(path).href,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      system: `${process.platform}-${process.arch}`,
      entry: 'app/program.mjs',
    }),
    pollMs: 20,
    ...(isFor && { isFor }),
  });
};
beforeEach(async () => {
  place = await openWorkplace();
  processes = new Processes({ PATH: process.env['PATH'], TEST_STORE: place.storeRoot });
  options = { ...place.options, launcher: launcherWith() };
});
afterEach(() => place.clean());

const paramsOf = (items: readonly string[]) => ({ directory: place.root, items });
const atWork = () =>
  expect.poll(() => JSON.stringify(place.events), { timeout: 60_000 }).toContain('at work/0');

describe('a run with a launcher of containers', () => {
  it('does steps with resources in them, all else here, and leaves what a run without it leaves', async () => {
    const params = paramsOf(['a', 'b']);
    const local = await runFlow(faraway, { ...place.options, runId: 'local', params });
    const remote = await runFlow(faraway, { ...options, runId: 'remote', params });
    expect(remote.outputs).toEqual(local.outputs);
    expect(processes.ran.map(({ task }) => task.step)).toEqual(['work', 'work']);
    expect(new Set(processes.ran.map(({ digest }) => digest)).size).toBe(2);
    expect(place.events).toContainEqual({
      type: 'task_progress',
      task: 'work/1',
      progress: { done: 1, total: 2, unit: 'epoch' },
    });
    expect((await place.keys()).filter((key) => key.includes('/feed/'))).toEqual([]);
  });

  it('leaves a step that it is not for on this machine', async () => {
    const launcher = launcherWith(({ name }) => name !== 'work');
    await runFlow(faraway, { ...options, launcher, runId: 'r1', params: paramsOf(['a']) });
    expect(processes.ran).toEqual([]);
  });

  it('follows a container that is begun again, and keeps what both printed', async () => {
    const running = runFlow(faraway, { ...options, runId: 'r1', params: paramsOf(['hold']) });
    await atWork();
    const [, , attempt] = ((await place.marks())[0] ?? '').split(' ');
    processes.children[0]?.kill('SIGKILL');
    process.kill(Number(attempt), 'SIGKILL');
    await expect.poll(() => place.marks(), { timeout: 60_000 }).toHaveLength(2);
    await writeFile(join(place.root, 'go'), '');
    await running;
    const log = (await readLog(place.store, 'r1', 'work/0')) ?? '';
    expect(log.match(/^at work\/0$/gm)).toHaveLength(2);
    expect(log).toContain('its machine was taken away; it is begun again');
  });

  it("tells the step's own error, and ends its containers when it is stopped", async () => {
    const failing = runFlow(faraway, { ...options, runId: 'r1', params: paramsOf(['fail']) });
    await expect(failing).rejects.toMatchObject({
      failures: [{ task: 'work/0', error: { code: 'bad_row', message: 'row 3 is bad' } }],
    });
    place.events.length = 0;
    const controller = new AbortController();
    const { signal } = controller;
    const params = paramsOf(['hold']);
    const running = runFlow(faraway, { ...options, runId: 'r2', params, signal });
    await atWork();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'run_interrupted' });
    expect(processes.children.at(-1)?.exitCode).not.toBeNull();
    await writeFile(join(place.root, 'go'), '');
    await resumeRun(faraway, 'r2', options);
  });
});

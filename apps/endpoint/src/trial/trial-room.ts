import { spawn, type ChildProcess } from 'node:child_process';
import { endpointCommand } from '../command.ts';
import { ModelRefusedError } from '@lf/serving/models';
import { TrialRefusedError } from '../errors.ts';
import { isTrialAnswer, type TrialAnswer, type TrialQuestion } from './messages.ts';

/** It is kept for the next trial so long: starting it takes as long as most trials. */
const IDLE_MS = 30_000;

/** What a process needs to run; no secret of the server is among it. */
const VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LD_LIBRARY_PATH', 'SystemRoot', 'NODE_ENV'];

function environment(): NodeJS.ProcessEnv {
  const named = VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(named), ORT_DISABLE_TELEMETRY: '1' };
}

/**
 * A process in which a bundle is opened before the server opens it: one that hangs, takes all memory or crashes does
 * so there, while the server answers on.
 */
export class TrialRoom {
  readonly #mostMs: number;
  #child: ChildProcess | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** @param mostMs how long a bundle may take */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /**
   * Opens a bundle there; call it again once it has answered.
   *
   * @param path absolute
   * @throws TrialRefusedError with the code of what was wrong, ModelRefusedError where it did not end well
   */
  async require(path: string): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#start();
    const answer = await this.#ask(child, { path });
    this.#idle = setTimeout(() => this.close(), IDLE_MS);
    this.#idle.unref();
    if (!answer.ok) throw new TrialRefusedError(answer.code, answer.message);
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    if (this.#child?.connected === true) return this.#child;
    const [program = process.execPath, ...argv] = endpointCommand();
    const child = spawn(program, [...argv.slice(0, -1), 'try'], {
      env: environment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    child.unref();
    child.channel?.unref();
    this.#child = child;
    return child;
  }

  #ask(child: ChildProcess, question: TrialQuestion): Promise<TrialAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        child.removeAllListeners();
        act();
      };
      const fail = (reason: string) => {
        this.close();
        settle(() => reject(new ModelRefusedError(reason)));
      };
      const timer = setTimeout(() => {
        fail(`it was not loaded within ${this.#mostMs} ms`);
      }, this.#mostMs);
      child.once('error', (error) => fail(`no process to try it in (${error.message})`));
      child.once('exit', (code, signal) => {
        fail(`the process that tried it ended with ${signal ?? `exit code ${code}`}`);
      });
      child.on('message', (answer) => {
        if (isTrialAnswer(answer)) settle(() => resolve(answer));
      });
      child.send(question, (error) => {
        if (error) fail(`no process to try it in (${error.message})`);
      });
    });
  }
}

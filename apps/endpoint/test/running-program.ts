import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endpointCommand } from '../src/index.ts';

export interface LogLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The real program as a child process, with its log. */
export class RunningProgram {
  readonly child: ChildProcess;
  readonly log: LogLine[] = [];
  readonly exit: Promise<number | null>;
  stderr = '';
  url = '';
  #arrived: () => void = () => undefined;

  constructor(flags: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const [program = '', ...argv] = endpointCommand();
    this.child = spawn(program, [...argv, ...flags], { env: { ...process.env, ...env } });
    this.exit = once(this.child, 'close').then(([code]) => code as number | null);
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      const entry = JSON.parse(line) as LogLine;
      if (entry.event === 'listening') this.url = `http://127.0.0.1:${String(entry['port'])}`;
      this.log.push(entry);
      this.#arrived();
    });
    void this.exit.then(() => {
      this.#arrived();
    });
  }

  /** Waits for a line in the log. */
  async until(matches: (line: LogLine) => boolean): Promise<LogLine> {
    for (;;) {
      const found = this.log.find(matches);
      if (found) return found;
      if (this.child.exitCode !== null) {
        throw new Error(`the program ended: ${this.stderr}\n${JSON.stringify(this.log)}`);
      }
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
  }

  async ready(): Promise<this> {
    await this.until(({ event }) => event === 'ready');
    return this;
  }

  post(
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}/invocations`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }
}

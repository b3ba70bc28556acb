import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import type { TaskCommand } from './command.ts';
import { isGone, signalGroup, startProcess } from './start-process.ts';

/** The one process of a run that stands by for the step that is likely to begin next. */
export class ReadyProcess {
  readonly #command: TaskCommand;
  #waiting: { readonly place: string; readonly child: ChildProcess } | undefined;

  constructor(command: TaskCommand) {
    this.#command = command;
  }

  /** Starts the process, unless one stands by for the step already. */
  makeReady(flow: string, step: string): void {
    const { standsBy = false, inspect } = this.#command;
    const place = `${flow}/${step}`;
    if (!standsBy || inspect?.step === step || this.#waiting?.place === place) return;
    void this.dismiss();
    const child = startProcess(this.#command, { step, args: ['--stand-by', place] });
    // One that cannot start is not missed: the task then starts its own, and tells
    child.on('error', () => undefined);
    this.#waiting = { place, child };
  }

  /** The process that stands by for the step, which is the caller's from now on; undefined: there is none. */
  take(flow: string, step: string): ChildProcess | undefined {
    const waiting = this.#waiting;
    if (waiting?.place !== `${flow}/${step}`) return undefined;
    this.#waiting = undefined;
    return isGone(waiting.child) || !waiting.child.connected ? undefined : waiting.child;
  }

  /** Ends the process that stands by, if there is one, and waits until it is gone. */
  async dismiss(): Promise<void> {
    const child = this.#waiting?.child;
    this.#waiting = undefined;
    if (child?.pid === undefined || isGone(child)) return;
    const gone = once(child, 'exit');
    signalGroup(child, 'SIGKILL');
    await gone;
  }
}

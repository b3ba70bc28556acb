/** How to start the entry program for a task: `--task <key>` is added to `args`. */
export interface TaskCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The environment of a step's process; default: this process's own. A step need not know another's secrets. */
  readonly environmentOf?: (step: string) => Readonly<Record<string, string>>;
  /** Added to it. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether the entry program can stand by: with `--stand-by <flow>/<step>` in place of `--task <key>`, which it gives to
   * `runTask` as `standBy`. Then, while a step runs, a process gets ready for the next one. Default false.
   */
  readonly standsBy?: boolean;
  /**
   * The step that is debugged: its process waits for a debugger at this port of 127.0.0.1 before its first line, and has
   * no time limit. `file` has to be Node. Of a for-each, one task at a time can wait (`maxWorkers: 1`).
   */
  readonly inspect?: { readonly step: string; readonly port: number };
}

/**
 * The command that starts an entry program the way this process was started, so that a step runs
 * from source where its parent does, and from the build where its parent does.
 *
 * @param entry path of the program, e.g. `fileURLToPath(import.meta.url)` of the main module
 * @param args what tells the program to do a task, e.g. `['step']`
 */
export function taskCommand(entry: string, args: readonly string[] = ['step']): TaskCommand {
  // Two processes cannot share a debugger's port.
  const execArgv = process.execArgv.filter((argument) => !argument.startsWith('--inspect'));
  return { file: process.execPath, args: [...execArgv, entry, ...args] };
}

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Workplace } from './workplace.ts';

interface Shown {
  readonly tasks: readonly {
    readonly step: string;
    readonly index: number | null;
    readonly artifacts: readonly { readonly digest: string }[];
  }[];
}

/** Digests of all artifacts of a run, by task: `step`, or `step/index` in a for-each. */
export async function artifactsOf(
  place: Workplace,
  runId: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { stdout } = await place.lf(['runs', 'show', runId, '--json']);
  const { tasks } = JSON.parse(stdout) as Shown;
  return Object.fromEntries(
    tasks.map(({ step, index, artifacts }) => [
      index === null ? step : `${step}/${index}`,
      artifacts.map(({ digest }) => digest),
    ]),
  );
}

/** Runs a command until it says that a task has started, then kills it with SIGKILL. */
export async function killAt(
  place: Workplace,
  task: string,
  args: readonly string[],
): Promise<void> {
  const child = place.start(args);
  const closed = once(child, 'close');
  if (child.stderr === null) throw new Error('no stderr');
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes(`[${task}] started`)) break;
  }
  child.kill('SIGKILL');
  await closed;
}

import type { ObjectStore } from '@lf/dataset';
import { whereIs } from '../../datastore.ts';
import { printable } from '../../terminal/printable.ts';
import { lfCommand } from '../../terminal/lf-command.ts';

/** Whose page it is. */
interface Run {
  readonly flow: string;
  readonly runId: string;
}

/**
 * Writes a page into the run's folder of the datastore.
 *
 * @returns where it is: a path of this machine, or the URL of the object
 */
export async function putRunPage(
  store: ObjectStore,
  {
    flow,
    runId,
    page,
    file = 'report.html',
  }: Run & { readonly page: string; readonly file?: string },
): Promise<string> {
  const key = `runs/${flow}/${runId}/${file}`;
  await store.put(key, new TextEncoder().encode(page));
  return whereIs(store, key);
}

/**
 * The same at the end of a run, which a page that fails does not fail: it is told in a line.
 *
 * @returns null if there is no page
 */
export async function keepRunPage(
  store: ObjectStore,
  {
    render,
    ...run
  }: Run & { readonly render: (store: ObjectStore, runId: string) => Promise<string> },
): Promise<string | null> {
  try {
    return await putRunPage(store, { ...run, page: await render(store, run.runId) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `The run's page could not be made: ${printable(reason)} (again: ${lfCommand('runs', 'report', run.runId)})\n`,
    );
    return null;
  }
}

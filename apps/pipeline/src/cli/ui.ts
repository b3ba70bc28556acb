import { once } from 'node:events';
import type { Command } from 'commander';
import { dirname, join } from 'node:path';
import { endpointStateDirectory, trackingRoot } from '../datastore.ts';
import { endpointPlaces } from '../deploy/endpoint-places.ts';
import { openContext } from '../settings/context.ts';
import { asCalled } from '../terminal/lf-command.ts';
import { print } from '../terminal/print.ts';
import { wholeNumber } from './flags.ts';

interface UiFlags {
  readonly port?: number;
  readonly open: boolean;
}

/** `lf ui`. */
export function addUiCommand(program: Command): void {
  program
    .command('ui')
    .description(
      'show the history of runs in the browser, only on this machine: list, curves, comparison, sweeps, lineage, logs, notes; stop and resume',
    )
    .option('--port <n>', 'port on 127.0.0.1 (default: 4190, or a free one)', wholeNumber)
    .option('--no-open', 'print the address, without opening a browser')
    .action(show);
}

async function show({ port, open }: UiFlags): Promise<void> {
  const context = openContext();
  const { store } = context;
  const [{ startUi }, { servedEndpoints }, { resumeInBackground }, { openBrowser }] =
    await Promise.all([
      import('@lf/ui'),
      import('../ui/served-endpoints.ts'),
      import('../ui/resume-in-background.ts'),
      import('../ui/open-browser.ts'),
    ]);
  const places = endpointPlaces(context, false, () => undefined);
  const ui = await startUi({
    store,
    trackingRoot: trackingRoot(store),
    endpoints: () => servedEndpoints(places),
    told: asCalled,
    // Next to the records of endpoints, on this machine
    resume: (run) =>
      resumeInBackground(store, run, join(dirname(endpointStateDirectory(store)), 'resumed')),
    ...(port !== undefined && { port }),
  });
  print(`The runs of ${store.url} are shown at`);
  print(`  ${ui.url}`);
  print('only on this machine; anyone with the address can stop and resume runs. Ctrl-C ends it.');
  if (open) openBrowser(ui.url);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  await ui.close();
}

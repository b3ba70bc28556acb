import type { Command } from 'commander';
import { renderBundle } from '../report/bundle-report.ts';
import { inspect } from '../report/inspect-bundle.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';

/** `lf bundle inspect`: what a packed model holds. */
export function addBundleCommand(program: Command): void {
  const bundle = program.command('bundle').description('packed models: inspect');
  withJson(
    bundle
      .command('inspect')
      .description(
        'check a packed model and print its kind, inputs, outputs, metrics, files and formats',
      )
      .argument('<path>', 'model.tar.gz, or the unpacked folder'),
  ).action(async (path: string, { json }: { readonly json?: boolean }) => {
    const inspected = await inspect(path);
    if (json === true) printJson(inspected);
    else print(renderBundle(inspected));
  });
}

import { resolve } from 'node:path';
import { generateShop } from '@lf/dataset';
import type { Command } from 'commander';
import { settingsHere } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { DEFAULT_SEED } from '../settings/default-seed.ts';
import { wholeNumber, withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

interface ShopFlags {
  readonly out: string;
  readonly events?: number;
  readonly seed?: number;
  readonly gzip?: boolean;
  readonly json?: boolean;
}

/** `lf shop`: the synthetic shop's CSVs, to look at or to try things on. */
export function addShopCommand(program: Command): void {
  const command = program
    .command('shop')
    .description('write the CSVs of a synthetic shop')
    .requiredOption('--out <folder>', 'where to write them')
    .option('--events <n>', 'browsing events', wholeNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .option('--gzip', 'write .csv.gz');
  withJson(command).action(async (flags: ShopFlags) => {
    const settings = settingsHere();
    const shop = await generateShop({
      directory: resolve(flags.out),
      events: flags.events ?? settings.LF_SYNTHETIC_EVENTS,
      seed: flags.seed ?? settings.LF_SEED ?? DEFAULT_SEED,
      gzip: flags.gzip === true,
    });
    if (flags.json === true) {
      printJson(shop);
      return;
    }
    for (const path of Object.values(shop.paths)) print(path);
    print(`\nRun on it: ${lfCommand('run', 'intent', '--data', flags.out)}`);
  });
}

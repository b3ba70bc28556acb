import {
  PRESETS,
  describeAccount,
  guessImport,
  importEvents,
  readMapFile,
  readPreset,
} from '@lf/dataset/import';
import type { GuessedImport, ImportMap, ImportResult } from '@lf/dataset/import';
import { decimalOf } from '@lf/serving';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { engineOptions } from '../engine.ts';
import { settingsHere } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { renderTable } from '../terminal/table.ts';
import { withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

interface ImportFlags {
  readonly preset?: string;
  readonly map?: string;
  readonly guess?: boolean;
  readonly out?: string;
  readonly idleMinutes?: number;
  readonly maxLost?: number;
  readonly json?: boolean;
}

/** `lf import`: a shop's own files to a browsing table. */
export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description("convert a shop's own files to browsing_train.parquet and account for every row")
    .argument('<path...>', 'files or folders: CSV, JSON Lines, Parquet, compressed or not')
    .addOption(
      new Option('--preset <system>', 'the files have the format of this system').choices(PRESETS),
    )
    .addOption(new Option('--map <file>', 'a JSON file that maps the columns').conflicts('preset'))
    .addOption(
      new Option('--guess', 'propose a map of the columns, with reasons').conflicts([
        'preset',
        'map',
      ]),
    )
    .option('--out <folder>', 'where to write; without it, the result is only shown')
    .option(
      '--idle-minutes <n>',
      'a session ends after this many minutes without an event (default: the value of the map, else 30)',
      minutes,
    )
    .addOption(
      new Option(
        '--max-lost <share>',
        'fail, and write nothing, if more than this share of the rows is lost, such as 0.02; rows that the map drops and repeated ones are not lost',
      )
        .argParser(share)
        .conflicts('guess'),
    );
  withJson(command).action(async (paths: readonly string[], flags: ImportFlags) => {
    if (flags.preset === undefined && flags.map === undefined && flags.guess !== true) {
      command.error(
        'error: expected --guess, --preset <system> or --map <file>, which says what the columns are',
      );
    }
    await importFiles(paths, flags);
  });
}

async function importFiles(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const options = {
    paths,
    out: flags.out,
    idleMinutes: flags.idleMinutes,
    engine: engineOptions({ memoryLimitMb: settingsHere().LF_MEMORY_LIMIT_MB }),
  };
  const guessed = flags.guess === true ? await guessImport(options) : undefined;
  const result =
    guessed ??
    (await importEvents({
      ...options,
      maxLostShare: flags.maxLost,
      map: await chosenMap(flags),
    }));
  if (flags.json === true) {
    printJson(result);
    return;
  }
  if (guessed !== undefined) printGuess(guessed);
  printResult(result, flags.out);
}

function chosenMap({ preset, map = '' }: ImportFlags): Promise<ImportMap> {
  return preset === undefined ? readMapFile(map) : readPreset(preset);
}

function printGuess({ reasons, map, mapPath }: GuessedImport): void {
  print('The proposed map, with reasons:\n');
  print(
    renderTable(
      ['key', 'choice', 'reason'],
      reasons.map(({ key, choice, reason }) => [key, choice, reason]),
    ),
  );
  print();
  if (mapPath === undefined) print(`${JSON.stringify(map, null, 2)}\n`);
  else print(`Written to ${mapPath}: correct it if needed, and pass it with --map\n`);
}

function printResult({ account, sample, path }: ImportResult, out: string | undefined): void {
  print(describeAccount(account));
  print();
  print(renderTable(SAMPLE_HEAD, sample.map(shownEvent)));
  print();
  if (path === undefined) {
    print('Nothing was written. To write the table, add --out <folder>');
    return;
  }
  print(path);
  print(`\nRun on it: ${lfCommand('run', 'intent', '--data', out ?? '')}`);
}

const SAMPLE_HEAD = ['session', 'time (UTC)', 'action', 'item', 'url'];

/** A long id or address must not push the rest off the screen. */
const WIDEST_CELL = 14;

function shownEvent(event: ImportResult['sample'][number]): readonly string[] {
  const time = new Date(event.server_timestamp_epoch_ms).toISOString();
  return [
    shortened(event.session_id_hash),
    time.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' '),
    event.product_action ?? 'view',
    shortened(event.product_sku_hash ?? ''),
    shortened(event.hashed_url ?? ''),
  ];
}

function shortened(cell: string): string {
  return cell.length > WIDEST_CELL ? `${cell.slice(0, WIDEST_CELL - 3)}...` : cell;
}

function share(text: string): number {
  const value = decimalOf(text);
  if (value === undefined || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('expected a share from 0 to 1, such as 0.02');
  }
  return value;
}

function minutes(text: string): number {
  const value = decimalOf(text);
  if (value === undefined || !(value > 0)) {
    throw new InvalidArgumentError('expected a number of minutes above 0');
  }
  return value;
}

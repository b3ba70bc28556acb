import { basename, resolve } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { withEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engine.ts';
import { writeAtomically } from '../../store/atomic-write.ts';
import type { ImportAccount } from '../account.ts';
import { importEvents } from '../import-events.ts';
import type { ImportOptions, ImportResult } from '../import-events.ts';
import { NoGuessError } from '../import-errors.ts';
import { IMPORT_MAP_SCHEMA } from '../map/import-map-schema.ts';
import type { ActionRule, ImportMap, SourceMap } from '../map/import-map.ts';
import { findFiles } from '../read/find-files.ts';
import { openInput } from '../read/open-input.ts';
import { fittingPreset } from './fitting-preset.ts';
import { guessSource } from './guess-source.ts';
import type { GuessReason } from './guess-source.ts';
import { knownAction } from './known-actions.ts';
import { sampleRows } from './sample-rows.ts';

/** Without a limit of lost rows: what a guess loses is what it still has to learn. */
export type GuessOptions = Omit<ImportOptions, 'map' | 'maxLostShare'>;

export interface GuessedImport extends ImportResult {
  readonly map: ImportMap;
  readonly reasons: readonly GuessReason[];
  /** Where the map was written; undefined without `out`. */
  readonly mapPath: string | undefined;
}

/** Actions that the first rows do not hold are learnt from the account of the last try. */
const MOST_TRIES = 4;

/**
 * Proposes a map from the names and values of the columns, with reasons, and imports by it.
 *
 * With `out`, the map is written as well, `import-map.json`, to be corrected and given again.
 *
 * @throws NoGuessError if no column tells when or who it was; else what `importEvents` throws.
 */
export async function guessImport(options: GuessOptions): Promise<GuessedImport> {
  const files = await findFiles(options.paths);
  const reach = { reads: files.map(({ path }) => path) };
  const guess = await withEngine(options.engine ?? {}, reach, (engine) =>
    guessMap(
      engine,
      files.map(({ path }) => path),
      options.maxUnpackedBytes,
    ),
  );
  let { map } = guess;
  const reasons = [...guess.reasons];
  let result = await importEvents({ ...options, map });
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    const more = learntActions(result.account);
    if (more.length === 0) break;
    map = { ...map, sources: map.sources.map((source) => withActions(source, more)) };
    reasons.push(
      ...more.map(([value, meaning]) => ({
        key: 'actions',
        choice: `${value} -> ${meaning}`,
        reason: 'a known name of this action, further down in the files',
      })),
    );
    result = await importEvents({ ...options, map });
  }
  const mapPath = options.out === undefined ? undefined : await writeMap(options.out, map);
  return { ...result, map, reasons, mapPath };
}

/** Known names among the actions that a map did not know. */
function learntActions({ dropped }: ImportAccount): readonly [string, ActionRule][] {
  const unknown = dropped.find(({ reason }) => reason === 'unknown_action')?.values ?? [];
  return unknown.flatMap(({ value }): [string, ActionRule][] => {
    const meaning = knownAction(value, true);
    return meaning === undefined ? [] : [[value, meaning]];
  });
}

function withActions(source: SourceMap, more: readonly [string, ActionRule][]): SourceMap {
  return source.actions === undefined
    ? source
    : { ...source, actions: { ...source.actions, ...Object.fromEntries(more) } };
}

async function guessMap(
  engine: Engine,
  paths: readonly string[],
  maxUnpackedBytes: number | undefined,
): Promise<{ readonly map: ImportMap; readonly reasons: readonly GuessReason[] }> {
  const forms = new Map<string, { source: SourceMap; paths: string[] }>();
  const reasons: GuessReason[] = [];
  let refused: NoGuessError | undefined;
  for (const path of paths) {
    const input = await openInput(engine, path, { number: 0, layout: {}, maxUnpackedBytes });
    const sample = await sampleRows(engine, input);
    const known = await fittingPreset(sample.roots, input.format);
    const [preset] = known?.map.sources ?? [];
    const guess =
      preset === undefined
        ? guessSource(sample, basename(path))
        : {
            source: preset,
            reasons: [
              {
                key: 'sources',
                choice: `preset ${known?.preset}`,
                reason: 'the columns are those of this system',
              },
            ],
          };
    if ('missing' in guess) {
      refused ??= new NoGuessError(path, { missing: guess.missing, columns: sample.columns });
      continue;
    }
    const form = JSON.stringify([input.format, sample.columns.slice().sort(), guess.source.action]);
    const same = forms.get(form);
    if (same === undefined) {
      forms.set(form, { source: guess.source, paths: [path] });
      reasons.push(...guess.reasons);
    } else {
      same.paths.push(path);
    }
  }
  if (forms.size === 0 && refused !== undefined) throw refused;
  const sources = [...forms.values()].flatMap(({ source, paths: own }) =>
    // One form of all files needs no names
    forms.size === 1 && own.length === paths.length
      ? [source]
      : own.map((path) => ({ files: basename(path), ...source })),
  );
  return { map: { sources }, reasons };
}

/** The map, and beside it the schema that an editor completes it by. */
async function writeMap(folder: string, map: ImportMap): Promise<string> {
  const write = async (name: string, json: unknown): Promise<string> => {
    const path = resolve(folder, name);
    await writeAtomically(path, (hiddenPath) =>
      writeFile(hiddenPath, `${JSON.stringify(json, null, 2)}\n`),
    );
    return path;
  };
  await write('import-map.schema.json', IMPORT_MAP_SCHEMA);
  return write('import-map.json', { $schema: './import-map.schema.json', ...map });
}

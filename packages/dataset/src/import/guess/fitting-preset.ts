import type { Input } from '../read/open-input.ts';
import { PRESETS, readPreset } from '../presets.ts';
import type { Preset } from '../presets.ts';
import type { FieldRule, ImportMap, SourceMap } from '../map/import-map.ts';

/** The preset whose nested form a file has: each of its columns is there. Flat files are told by their values. */
export async function fittingPreset(
  roots: readonly string[],
  format: Input['format'],
): Promise<{ readonly preset: Preset; readonly map: ImportMap } | undefined> {
  if (format === 'csv') return undefined;
  for (const preset of PRESETS) {
    const map = await readPreset(preset);
    const [source, ...others] = map.sources;
    if (source === undefined || others.length > 0 || source.each === undefined) continue;
    if (fieldsOf(source).every((names) => names.some((name) => roots.includes(rootOf(name))))) {
      return { preset, map };
    }
  }
  return undefined;
}

/** The columns of each rule that an event cannot be without. */
function fieldsOf({
  each,
  time,
  action,
  visitor,
  session,
}: SourceMap): readonly (readonly string[])[] {
  const names = (rule: FieldRule | undefined): readonly string[] =>
    rule === undefined || (typeof rule === 'object' && 'constant' in rule) ? [] : [rule].flat();
  const lists = [each ?? []].flat().slice(0, 1);
  return [names(time), names(action), [...names(visitor), ...names(session)], lists].filter(
    (list) => list.length > 0,
  );
}

function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

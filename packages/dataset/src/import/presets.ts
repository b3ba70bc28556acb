import { readFile } from 'node:fs/promises';
import { UnknownPresetError } from './import-errors.ts';
import type { ImportMap } from './map/import-map.ts';
import { parseImportMap } from './map/parse-import-map.ts';

/** Systems and data sets whose own form is known; `presets/<name>.json` of the package is the map of each. */
export const PRESETS = [
  'ga4',
  'ga4-bigquery',
  'shopify',
  'matomo',
  'snowplow',
  'segment',
  'retailrocket',
  'rees46',
  'yoochoose',
  'diginetica',
  'otto',
] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * The map of a preset.
 *
 * @throws UnknownPresetError
 */
export async function readPreset(name: string): Promise<ImportMap> {
  const preset = PRESETS.find((known) => known === name);
  if (preset === undefined) throw new UnknownPresetError(name, PRESETS);
  const file = new URL(`presets/${preset}.json`, import.meta.resolve('@lf/dataset/package.json'));
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  return parseImportMap(json, `the preset ${preset}`);
}

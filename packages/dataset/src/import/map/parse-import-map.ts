import { documentParser, formatConfigIssues } from '@lf/config';
import type { ConfigIssue } from '@lf/config';
import { InvalidImportMapError } from '../import-errors.ts';
import { IMPORT_MAP_SCHEMA } from './import-map-schema.ts';
import type { ImportMap } from './import-map.ts';

/**
 * Checks an import map that was read from JSON.
 *
 * @param subject what is read, for the error: 'the import map shop.json'
 * @throws InvalidImportMapError that names every wrong key.
 */
export function parseImportMap(json: unknown, subject = 'the import map'): ImportMap {
  const fail = (issues: readonly ConfigIssue[]) =>
    new InvalidImportMapError(formatConfigIssues(subject, issues), issues);
  const map = documentParser<ImportMap>(IMPORT_MAP_SCHEMA, fail)(json);
  const issues = map.sources.flatMap((source, at): ConfigIssue[] => {
    const { session, visitor, times = {} } = source;
    const found: ConfigIssue[] = [];
    const key = `sources[${at}]`;
    if (session === undefined && visitor === undefined) {
      found.push({
        key: `${key}.session`,
        value: undefined,
        expected: 'a column of sessions, or one of visitors under visitor',
      });
    }
    if (times.unit !== undefined && times.format !== undefined) {
      found.push({
        key: `${key}.times.format`,
        value: times.format,
        expected: 'either unit or format, not both',
      });
    }
    if (times.zone !== undefined && !isZone(times.zone)) {
      found.push({
        key: `${key}.times.zone`,
        value: times.zone,
        expected: 'a time zone: "UTC", "+02:00" or a name such as "Europe/Berlin"',
      });
    }
    return found;
  });
  if (issues.length > 0) throw fail(issues);
  return map;
}

/** Minutes of an offset such as +02:00, undefined if the zone is a name. */
export function offsetMinutes(zone: string): number | undefined {
  const found = /^([+-])([01]\d|2[0-3]):?([0-5]\d)$/.exec(zone);
  if (found === null) return undefined;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

function isZone(zone: string): boolean {
  if (offsetMinutes(zone) !== undefined) return true;
  if (/^[+-]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return false;
  }
}

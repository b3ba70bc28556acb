/** A date, or a date with a time to any precision, and the zone where it has one. */
const MOMENT =
  /^(?<day>-?\d{4,6}-\d{2}-\d{2})(?:[T ](?<clock>\d{2}:\d{2}(?::\d{2})?)(?:\.(?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** One text for each moment, to the nanosecond, in whatever notation it came; null where it is none. */
export function momentText(text: string): string | null {
  const { day, clock = '00:00', fraction = '', zone = 'Z' } = MOMENT.exec(text)?.groups ?? {};
  if (day === undefined) return null;
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/(\d{2})(\d{2})$/, '$1:$2');
  const time = Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}${offset}`);
  if (Number.isNaN(time)) return null;
  return `${new Date(time).toISOString().slice(0, -'.000Z'.length)}.${fraction.padEnd(9, '0')}`;
}

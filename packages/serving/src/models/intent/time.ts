/** What a time may be, for messages. */
export const TIME_FORM =
  'seconds or milliseconds since 1970, or ISO 8601 with a zone such as 2026-11-30T16:00:00Z';

const NUMBER = /^\d{1,15}(?:\.\d{1,9})?$/;
/** A plus of an offset is a blank where the caller did not encode it as %2B. */
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+ -]\d\d:\d\d)$/;

/** Seconds reach it in the year 5138, milliseconds did in 1973. */
const LEAST_MS = 1e11;
const MS_PER_SECOND = 1000;
/** The last moment that a Date holds. */
const LAST_MS = 8.64e15;

/** A time as epoch ms; undefined if it is none. */
export function parseTime(written: string): number | undefined {
  const text = written.trim();
  if (NUMBER.test(text)) {
    const value = Number(text);
    const ms = value < LEAST_MS ? value * MS_PER_SECOND : value;
    return ms <= LAST_MS ? ms : undefined;
  }
  const [, moment, zone] = ISO.exec(text) ?? [];
  if (moment === undefined || zone === undefined) return undefined;
  const ms = Date.parse(`${moment}${zone.replace(' ', '+')}`);
  return ms >= 0 ? ms : undefined;
}

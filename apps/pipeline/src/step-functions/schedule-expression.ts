import { PipelineError } from '../errors.ts';

/** Minutes, hours, day of the month, month, day of the week, year. */
const CRON_FIELDS = 6;

/** The units of a rate; one of them has no `s`. */
const RATE = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/;

/**
 * Reads `--schedule`: an expression of EventBridge Scheduler, or the fields of a cron alone.
 *
 * @returns the expression as AWS takes it
 * @throws PipelineError `schedule_invalid`
 */
export function scheduleExpression(text: string): string {
  const given = text.trim();
  const bare = /^[\d*?][^()]*$/.test(given) ? `cron(${given})` : given;
  if (RATE.test(bare)) return bare;
  const [, inside = ''] = /^cron\(([^()]+)\)$/.exec(bare) ?? [];
  const fields = inside.split(/\s+/);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  // AWS takes one of the two days, and a question mark for the other
  const hasOneDay = (dayOfMonth === '?') !== (dayOfWeek === '?');
  if (
    fields.length === CRON_FIELDS &&
    hasOneDay &&
    fields.every((field) => /^[\dA-Za-z,*/?#-]+$/.test(field))
  ) {
    return `cron(${fields.join(' ')})`;
  }
  throw new PipelineError(
    'schedule_invalid',
    `Reading --schedule ${JSON.stringify(text)}: expected rate(<n> minutes|hours|days), or cron(<minute> <hour> <day of month> <month> <day of week> <year>) with ? for one of the two days, such as "cron(0 4 * * ? *)" for each day at 4; "off" removes the schedule.`,
  );
}

/**
 * Reads `--timezone`.
 *
 * @throws PipelineError `timezone_unknown`
 */
export function timezoneNamed(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new PipelineError(
      'timezone_unknown',
      `Reading --timezone ${JSON.stringify(text)}: expected a name of the IANA database, such as Europe/Rome or UTC.`,
      { cause },
    );
  }
}

import { text } from '../sql/quote.ts';

const MARK = '\uFEFF';

/**
 * SQL for a text that JavaScript gets whole: DuckDB's reader takes a byte order mark off the beginning of every
 * text, where it belongs to the value. So one more goes before it.
 */
export function wholeText(value: string): string {
  const mark = text(MARK);
  const whole = `CAST(${value} AS VARCHAR)`;
  return `CASE WHEN starts_with(${whole}, ${mark}) THEN ${mark} || ${whole} ELSE ${whole} END`;
}

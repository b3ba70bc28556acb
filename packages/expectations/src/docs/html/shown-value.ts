import { EpochTime } from '../../epoch-times.ts';
import { exactJson } from '../../exact/json.ts';

/** How many characters of a value a page shows: enough to know it, too few to fill a screen. */
const SHOWN_CHARS = 120;

/**
 * Characters that a reader cannot see or that move other text: controls (C0, C1), soft hyphens,
 * directional marks, overrides and isolates, joiners, byte order marks, and halves of surrogate pairs.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with unseen characters written as `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(
    UNSEEN,
    (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The first `limit` characters, never half a surrogate pair, and how many there are in all. */
export function shortened(text: string, limit = SHOWN_CHARS): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${count(text.length)} characters)`;
}

/** A whole number with thousands separated. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** How many significant digits a fraction shows. */
const DIGITS = 6;

/** A number as people read it: whole ones in full, fractions to six significant digits. */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? count(value) : String(value);
  return String(Number(value.toPrecision(DIGITS)));
}

/** Of 100, with as many digits as it takes to tell it from 0 and from 100. */
export function shownPercent(percent: number): string {
  const rounded = Number(percent.toFixed(1));
  const isFlattened = (rounded === 0 && percent > 0) || (rounded === 100 && percent < 100);
  if (!isFlattened) return `${rounded}%`;
  return percent < 1 ? `${Number(percent.toPrecision(1))}%` : '>99.9%';
}

function parameterOf(value: object): string | undefined {
  const [[name, held] = ['', ''], ...others] = Object.entries(value);
  if (name !== '$PARAMETER' || others.length > 0) return undefined;
  return typeof held === 'string' ? `$${held}` : undefined;
}

/** A value of data or kwargs in one short line: texts in quotes, `$name` for a parameter. */
export function shownValue(value: unknown, limit = SHOWN_CHARS): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value.slice(0, limit).replace(/[\ud800-\udbff]$/, ''));
    return value.length <= limit ? quoted : `${quoted}… (${count(value.length)} characters)`;
  }
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : shownNumber(value);
  if (value instanceof EpochTime) return value.text;
  if (typeof value === 'object') {
    return parameterOf(value) ?? shortened(exactJson(value), limit);
  }
  return shortened(exactJson(value), limit);
}

/** What stands where a figure is not defined. */
export const NONE = '–';

/** A whole number with its thousands apart; other numbers with four significant digits. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(4)));
}

/** A metric between 0 and 1 with three digits after the point. */
export function formatMetric(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? NONE : value.toFixed(3);
}

/** A share of 0 to 1 in percent: one digit after the point below ten percent, and never 0 % of something. */
export function formatShare(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return NONE;
  if (share === 0 || share === 1) return `${100 * share} %`;
  const percent = 100 * share;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || Number.isNaN(bytes)) return NONE;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[unit] ?? ''}`;
}

const MS_PER_S = 1000;
const MS_PER_MIN = 60 * MS_PER_S;
const MS_PER_HOUR = 60 * MS_PER_MIN;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** A time span in its two largest units. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return NONE;
  if (ms < MS_PER_S) return `${Math.round(ms)} ms`;
  if (ms < MS_PER_MIN) return `${(ms / MS_PER_S).toFixed(1)} s`;
  const pair = (large: number, largeName: string, small: number, smallName: string) => {
    const whole = Math.floor(ms / large);
    const rest = Math.floor((ms % large) / small);
    return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
  };
  if (ms < MS_PER_HOUR) return pair(MS_PER_MIN, 'min', MS_PER_S, 's');
  if (ms < MS_PER_DAY) return pair(MS_PER_HOUR, 'h', MS_PER_MIN, 'min');
  return pair(MS_PER_DAY, 'd', MS_PER_HOUR, 'h');
}

/** A moment in UTC, to the minute. */
export function formatMoment(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, 16)} UTC`;
}

import { expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatMetric,
  formatMoment,
  formatNumber,
  formatShare,
  NONE,
} from '../../src/index.ts';

it.each([
  [formatNumber, 1_234_567, '1,234,567'],
  [formatNumber, 0.123456, '0.1235'],
  [formatNumber, 1234.56, '1,235'],
  [formatMetric, 0.5849, '0.585'],
  [formatShare, 0, '0 %'],
  [formatShare, 1, '100 %'],
  [formatShare, 0.0004, '< 0.1 %'],
  [formatShare, 0.0912, '9.1 %'],
  [formatShare, 0.241, '24 %'],
  [formatBytes, 0, '0 B'],
  [formatBytes, 999.6, '1.0 kB'],
  [formatBytes, 640_753, '641 kB'],
  [formatBytes, 13_700_000, '13.7 MB'],
  [formatDuration, 788.3, '788 ms'],
  [formatDuration, 8_500, '8.5 s'],
  [formatDuration, 60_000, '1 min'],
  [formatDuration, 119_900, '1 min 59 s'],
  [formatDuration, 2_624_640_000, '30 d 9 h'],
])('%o of %d is %s', (format, value, text) => {
  expect(format(value)).toBe(text);
});

it('shows a dash where a figure is not defined', () => {
  for (const format of [formatNumber, formatMetric, formatShare, formatBytes, formatDuration]) {
    for (const value of [null, undefined, NaN]) expect(format(value)).toBe(NONE);
  }
});

it('tells a moment in UTC', () => {
  expect(formatMoment(Date.UTC(2026, 10, 29, 10, 33, 19))).toBe('2026-11-29 10:33 UTC');
});

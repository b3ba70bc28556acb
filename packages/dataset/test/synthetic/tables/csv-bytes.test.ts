import { expect, it } from 'vitest';
import { CsvBytes } from '../../../src/synthetic/tables/csv-bytes.ts';

const written = (write: (bytes: CsvBytes) => void): string => {
  const bytes = new CsvBytes(1);
  bytes.reserve(64);
  write(bytes);
  return Buffer.from(bytes.view()).toString('latin1');
};

it.each([
  0, 7, 10, 99, 9_999_999, 10_000_000, 1_772_738_958_195, 1_780_000_000_000, 99_999_999_999_999,
])('writes the whole number %d', (value) => {
  expect(written((bytes) => bytes.writeWhole(value))).toBe(String(value));
});

it.each([
  [0, '0.000000'],
  [-0.0000001, '0.000000'],
  [0.5, '0.500000'],
  [-1.0000005, '-1.000001'],
  [0.9999996, '1.000000'],
  [12.000034, '12.000034'],
])('writes %d with six decimals', (value, text) => {
  expect(written((bytes) => bytes.writeFixed(value))).toBe(text);
});

it('keeps what is written when it grows', () => {
  const bytes = new CsvBytes(2);
  for (let value = 0; value < 100; value++) {
    bytes.reserve(2);
    bytes.writeWhole(value % 10);
  }
  expect(bytes.size).toBe(100);
  expect(Buffer.from(bytes.view()).toString('latin1')).toBe('0123456789'.repeat(10));
});

import { expect, it } from 'vitest';
import { fuzzUpload } from './fuzz-upload.ts';

it('stores what was written or refuses it in our own words, whatever the file', async () => {
  const counts = await fuzzUpload(1, (conversions) => conversions < 60);
  expect(counts).toMatchObject({ converted: 60, scanned: 3000 });
  expect(counts.stored).toBeGreaterThan(5);
  expect(counts.refused).toBeGreaterThan(5);
}, 120_000);

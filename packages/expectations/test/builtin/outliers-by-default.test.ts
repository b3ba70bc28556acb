import { expect, it } from 'vitest';
import { check } from '../data.ts';

it('by the standard deviation an outlier is more than 1.5 of it from the mean, as in GX', async () => {
  // The mean is 16 / 9, the deviation 0.97: 4 is 2.3 of it away
  const { result } = await check(
    { a: [1, 2, 1, 2, 1, 2, 1, 2, 4] },
    'expect_column_values_to_not_be_outliers',
    { column: 'a', method: 'std' },
  );
  expect(result['unexpected_list']).toEqual([4]);
});

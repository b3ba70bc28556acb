import type { DrawnCase } from './cases.ts';
import type { Given } from '../exact-json.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: Given | undefined): value is string =>
  typeof value === 'string' && DAY.test(value);

/** great_expectations makes a date of a day, which pandas does not compare with times; midnight is the same. */
export function forTheirs({ type, kwargs }: DrawnCase): DrawnCase {
  const { min_value: min, max_value: max } = kwargs;
  return {
    type,
    kwargs: {
      ...kwargs,
      ...(isDay(min) && { min_value: `${min}T00:00:00` }),
      ...(isDay(max) && { max_value: `${max}T00:00:00` }),
    },
  };
}

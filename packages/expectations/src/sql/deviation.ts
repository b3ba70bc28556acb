import type { Column } from '../source/table-shape.ts';

/** The square of what is larger may go past the greatest DOUBLE, 1.8e308. */
const SQUARABLE = '1e150';

/** What is divided by this is squarable, whatever the DOUBLE. */
const SHRINK = '1e160';

const GREATEST_DOUBLE = '1.7976931348623157e308';

/**
 * The sample standard deviation in SQL: null of fewer than two values and where one of them is infinite.
 * `over`: what makes it a window function, such as ` OVER ()`.
 */
export function deviation({ sql, kind }: Column, over = ''): string {
  if (kind !== 'float') return `stddev_samp(${sql})${over}`;
  const greatest = `max(abs(${sql}))${over}`;
  const usual = `stddev_samp(CASE WHEN abs(${sql}) < ${SQUARABLE} THEN ${sql} END)${over}`;
  const shrunk = `stddev_samp(CASE WHEN abs(${sql}) <= ${GREATEST_DOUBLE} THEN ${sql} / ${SHRINK} END)${over}`;
  return `CASE WHEN ${greatest} < ${SQUARABLE} THEN ${usual} WHEN ${greatest} <= ${GREATEST_DOUBLE} THEN ${SHRINK} * ${shrunk} END`;
}

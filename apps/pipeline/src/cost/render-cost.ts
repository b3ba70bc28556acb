import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';
import { HOURS_PER_MONTH, type CostEstimate } from './estimate-cost.ts';

/** Four digits behind the point: an hour of a small instance costs a few hundredths. */
const amount = (value: number, digits: number): string => value.toFixed(digits);

/** An estimate for people. */
export function renderCost({
  currency,
  variants,
  perHour,
  perMonth,
  missing,
}: CostEstimate): string {
  if (variants.length === 0) return 'No endpoints in SageMaker of this datastore.';
  const rows = variants.map(({ endpoint, variant, status, runsOn, perHour: price }) => [
    ...[printable(endpoint), printable(variant), printable(status), printable(runsOn)],
    price === null ? 'no price' : amount(price, 4),
    price === null ? 'no price' : amount(price * HOURS_PER_MONTH, 2),
  ]);
  const head = ['endpoint', 'variant', 'status', 'runs on', `${currency} an hour`, 'a month'];
  const table = renderTable(head, rows, ['left', 'left', 'left', 'left', 'right', 'right']);
  const total = `${currency} ${amount(perHour, 4)} an hour, ${amount(perMonth, 2)} a month of ${HOURS_PER_MONTH} hours, while nobody asks anything`;
  return missing.length === 0
    ? `${table}\n\n${total}`
    : `${table}\n\n${total}, and what has no price in the table: ${missing.map(printable).join(', ')}`;
}

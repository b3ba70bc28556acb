import { observedWithTimes } from '../../epoch-times.ts';
import type { ExpectationResult } from '../../result/validation-result.ts';
import { count, shortened, shownPercent } from '../html/shown-value.ts';
import { entriesOf, listed, value, words } from '../words/words.ts';
import type { Words } from '../words/words.ts';

/** The longest message of an error that a page shows, in characters. */
const MESSAGE_CHARS = 600;

function observedWords(observed: unknown): Words {
  if (Array.isArray(observed)) return listed(observed, 'and');
  if (typeof observed === 'object' && observed !== null) {
    const { quantiles, values }: { quantiles?: unknown; values?: unknown } = observed;
    if (Array.isArray(quantiles) && Array.isArray(values)) {
      return words`${listed(values, 'and')} at the quantiles ${listed(entriesOf(quantiles), 'and')}`;
    }
  }
  return [value(observed)];
}

function failingRows(result: ExpectationResult['result'], success: boolean): Words {
  const { element_count: rows, missing_count: missing, unexpected_count: failed } = result;
  if (typeof rows !== 'number' || typeof failed !== 'number') return [];
  const without = typeof missing === 'number' ? missing : 0;
  const counted = rows - without;
  const rest = without === 0 ? '' : ` ${count(without)} of ${count(rows)} rows have no value.`;
  if (counted === 0) return [`No row to check.${rest}`];
  if (failed === 0) return [`All ${count(counted)} rows pass.${rest}`];
  const { unexpected_percent: percent } = result;
  const share = typeof percent === 'number' ? ` (${shownPercent(percent)})` : '';
  const verdict = success ? 'fail, which is allowed' : 'fail';
  return [`${count(failed)} of ${count(counted)} rows${share} ${verdict}.${rest}`];
}

/** What an expectation found, in words; nothing where the result tells no more than success. */
export function foundWords({
  expectation_config: config,
  success,
  result,
  exception_info: exception,
}: ExpectationResult): Words {
  if (exception.raised_exception) {
    const message = exception.exception_message ?? 'no reason was given';
    return [`Could not be checked: ${shortened(message, MESSAGE_CHARS)}`];
  }
  const { observed_value: observed } = result;
  const rows = failingRows(result, success);
  if (observed === undefined) return rows;
  const found = words`Found ${observedWords(observedWithTimes(config, observed))}.`;
  return rows.length === 0 ? found : [...found, ' ', ...rows];
}

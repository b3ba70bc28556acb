import type { Severity } from '../../suite/suite.ts';
import { SEVERITIES } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count } from '../html/shown-value.ts';
import type { Status, Tally } from '../record/result-record.ts';

const STATUS_NAMES: Readonly<Record<Status, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  error: 'Error',
};

/** How an expectation or a result ended, in a word and a colour. */
export function statusChip(status: Status): Html {
  return html`<span class="chip ${status}">${STATUS_NAMES[status]}</span>`;
}

/** How bad a failure is, in a word and a colour. */
export function severityChip(severity: Severity): Html {
  return html`<span class="chip ${severity}">${severity}</span>`;
}

/** How many expectations failed, by severity; none where all held. */
export function failureChips({ failed }: Tally): readonly Html[] {
  return SEVERITIES.filter((severity) => failed[severity] > 0).map(
    (severity) =>
      html`<span class="chip ${severity}">${count(failed[severity])} ${severity}</span>`,
  );
}

function tile(number: number, name: string, status: string): Html {
  return html`<li${number > 0 && status !== '' && html` class="has-${status}"`}><b>${count(number)}</b><span>${name}</span></li>`;
}

/** The numbers of a result at a glance. */
export function tiles({ expectations, passed, errors, failed }: Tally): Html {
  return html`<ul class="tiles">
    ${tile(expectations, 'expectations', '')}${tile(passed, 'passed', 'passed')}${SEVERITIES.map(
      (severity) => tile(failed[severity], `failed, ${severity}`, severity),
    )}${tile(errors, 'of them errors', 'error')}
  </ul>`;
}

import { SEVERITIES } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { shortened } from '../html/shown-value.ts';

/** What there is to filter by. */
export interface Filterable {
  /** Titles of the groups, in the order of the page. */
  readonly groups: readonly string[];
  readonly types: readonly string[];
}

/** The longest option of a list, in characters. */
const OPTION_CHARS = 60;

interface Option {
  readonly value: string;
  readonly name: string;
}

function choice(label: string, name: string, all: string, options: readonly Option[]): Html {
  return html`<label
    >${label}<select name="${name}">
      <option value="">${all}</option>
      ${options.map(
        (option) =>
          html`<option value="${option.value}">${shortened(option.name, OPTION_CHARS)}</option>`,
      )}
    </select></label
  >`;
}

const STATUSES: readonly Option[] = [
  { value: 'not-passed', name: 'not passed' },
  { value: 'failed', name: 'failed' },
  { value: 'error', name: 'error' },
  { value: 'passed', name: 'passed' },
];

/** The type as lists show it: without what nearly all types start with. */
function shortType(type: string): string {
  return type.replace(/^expect_(column_)?/, '');
}

/** The filters over a page's expectations; there only where scripts run. */
export function filterForm({ groups, types }: Filterable): Html {
  const severities = SEVERITIES.map((severity) => ({ value: severity, name: severity }));
  const columns = groups.map((name, at) => ({ value: String(at), name }));
  const kinds = types.map((type) => ({ value: type, name: shortType(type) }));
  return html`<form class="filter js-only" role="search" aria-label="Filter expectations">
    <label class="wide"
      >Search<input name="text" type="search" autocomplete="off" placeholder="press / to type"
    /></label>
    ${choice('Status', 'status', 'any status', STATUSES)}${choice('Severity', 'severity', 'any severity', severities)}${choice('Column', 'column', 'any column', columns)}${choice('Type', 'type', 'any type', kinds)}
    <button type="reset">Clear</button><button type="button" data-open="yes">Open all</button
    ><button type="button" data-open="no">Close all</button> <output aria-live="polite"></output>
  </form>`;
}

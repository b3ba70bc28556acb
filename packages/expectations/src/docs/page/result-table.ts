import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count, shortened } from '../html/shown-value.ts';
import type { ResultRecord } from '../record/result-record.ts';
import { failureChips, statusChip } from './chips.ts';
import { timeTag } from './shown-time.ts';

/** How many results stand open; older ones fold away. */
const OPEN_RESULTS = 10;

/** The longest name of a data source in a table, in characters. */
const SOURCE_CHARS = 80;

/** Where the rows of a table of results lead to, and whether they name their suite. */
export interface ResultTable {
  readonly hrefOf: (record: ResultRecord) => string;
  readonly suiteHrefOf?: (record: ResultRecord) => string;
}

function row(record: ResultRecord, { hrefOf, suiteHrefOf }: ResultTable): Html {
  const { tally, time, runName, source, success } = record;
  return html`<tr role="row">
    <td role="cell">
      <a href="${hrefOf(record)}">${timeTag(time)}</a
      >${runName !== null && html` <span class="soft">${runName}</span>`}
    </td>
    ${suiteHrefOf !== undefined && html`<td role="cell"><a href="${suiteHrefOf(record)}">${record.suite}</a></td>`}
    <td role="cell">${statusChip(success ? 'passed' : 'failed')} ${failureChips(tally)}</td>
    <td role="cell" class="n">${count(tally.passed)} of ${count(tally.expectations)} passed</td>
    <td role="cell" class="soft">${shortened(source, SOURCE_CHARS)}</td>
  </tr> `;
}

function table(records: readonly ResultRecord[], given: ResultTable): Html {
  return html`<div class="scroll">
    <table class="results" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">Result</th>
          ${given.suiteHrefOf !== undefined && html`<th scope="col" role="columnheader">Suite</th>`}
          <th scope="col" role="columnheader">Status</th>
          <th scope="col" role="columnheader" class="n">Expectations</th>
          <th scope="col" role="columnheader">Data</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${records.map((record) => row(record, given))}
      </tbody>
    </table>
  </div>`;
}

/** Results as a table, latest first. */
export function resultTable(latestFirst: readonly ResultRecord[], given: ResultTable): Html {
  const older = latestFirst.slice(OPEN_RESULTS);
  return html`<div class="card">
    ${table(latestFirst.slice(0, OPEN_RESULTS), given)}${
      older.length > 0 &&
      html`<details class="more">
        <summary>${count(older.length)} older</summary>
        ${table(older, given)}
      </details>`
    }
  </div>`;
}

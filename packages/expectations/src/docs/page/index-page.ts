import type { Suite } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count } from '../html/shown-value.ts';
import type { ResultRecord } from '../record/result-record.ts';
import { failureChips, statusChip } from './chips.ts';
import { page } from './page.ts';
import { resultTable } from './result-table.ts';
import { timeTag } from './shown-time.ts';
import { timeline } from './timeline.ts';

/** How many of the latest results of all suites the index lists; each suite's page has its own all. */
const LATEST = 40;

/** A suite with its results, oldest first. */
export interface KnownSuite {
  readonly suite: Suite;
  readonly records: readonly ResultRecord[];
}

/** What the index shows. */
export interface IndexPage {
  readonly suites: readonly KnownSuite[];
  readonly hrefOf: (record: ResultRecord) => string;
  readonly suiteHrefOf: (suite: string) => string;
}

function suiteCard({ suite, records }: KnownSuite, { hrefOf, suiteHrefOf }: IndexPage): Html {
  const latest = records.at(-1);
  const state =
    latest === undefined
      ? html`<p class="soft">Not checked yet; ${count(suite.expectations.length)} expectations.</p>`
      : html`<p class="soft">
            ${failureChips(latest.tally)} ${count(latest.tally.passed)} of
            ${count(latest.tally.expectations)} passed,
            <a href="${hrefOf(latest)}">${timeTag(latest.time)}</a>
          </p>
          ${timeline(records, hrefOf)}`;
  return html`<li class="card">
    <h3>
      <a href="${suiteHrefOf(suite.name)}">${suite.name}</a>
      ${latest !== undefined && statusChip(latest.success ? 'passed' : 'failed')}
    </h3>
    ${state}
  </li> `;
}

/** Suites that fail now come first, then by name. */
function inOrder(suites: readonly KnownSuite[]): readonly KnownSuite[] {
  const isFine = ({ records }: KnownSuite) => records.at(-1)?.success !== false;
  return suites.toSorted(
    (a, b) => Number(isFine(a)) - Number(isFine(b)) || (a.suite.name < b.suite.name ? -1 : 1),
  );
}

/** The first page: every suite with its state and history, and the latest results of all. */
export function indexPage(given: IndexPage): string {
  const { suites, hrefOf, suiteHrefOf } = given;
  const all = suites.flatMap(({ records }) => records);
  const latest = all.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, LATEST);
  const failing = suites.filter(({ records }) => records.at(-1)?.success === false).length;
  const body = html`<h1>Data docs</h1>
    <p class="soft">
      ${count(suites.length)} suite${suites.length !== 1 && 's'},
      ${failing === 0 ? 'none' : count(failing)} failing; ${count(all.length)}
      result${all.length !== 1 && 's'}.
    </p>
    <h2>Suites</h2>
    <ul class="suites">
      ${inOrder(suites).map((each) => suiteCard(each, given))}
    </ul>
    ${
      latest.length > 0 &&
      html`<h2>Latest results</h2>
        ${resultTable(latest, { hrefOf, suiteHrefOf: ({ suite }) => suiteHrefOf(suite) })}`
    }`;
  return page({ title: 'Data docs', crumbs: [{ name: 'Data docs' }], body });
}

import type { Suite } from '../../suite/suite.ts';
import { notesOf } from '../../suite/notes.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { count } from '../html/shown-value.ts';
import { expectationKeys } from '../record/result-record.ts';
import type { ResultRecord } from '../record/result-record.ts';
import { statusChip, tiles } from './chips.ts';
import { historyOf } from './expectation-history.ts';
import { suiteItem } from './expectation-item.ts';
import { filterForm } from './filter-form.ts';
import { groupSection } from './group-section.ts';
import { notesMarkup } from './notes-markup.ts';
import { page } from './page.ts';
import { resultTable } from './result-table.ts';
import { timeTag } from './shown-time.ts';
import { subjectGroups } from './subject-groups.ts';
import { timeline } from './timeline.ts';

/** A suite of up to this many expectations is open from the start. */
const OPEN_EXPECTATIONS = 60;

/** What a suite page shows. */
export interface SuitePage {
  readonly suite: Suite;
  /** The suite's results, oldest first. */
  readonly records: readonly ResultRecord[];
  readonly indexHref: string;
  readonly hrefOf: (record: ResultRecord) => string;
}

function expectations({ suite, records }: SuitePage): Html {
  const keys = expectationKeys(suite.expectations);
  const listed = suite.expectations.map((config, at) => ({ config, key: keys[at] ?? '' }));
  const groups = subjectGroups(listed, ({ config }) => config);
  const types = [...new Set(suite.expectations.map(({ type }) => type))].sort();
  const latest = records.at(-1);
  return html`${filterForm({ groups: groups.map(({ title }) => title), types })}
  ${groups.map(({ title, column, items }, at) =>
    groupSection({
      at,
      title,
      isColumn: column !== null,
      isOpen: listed.length <= OPEN_EXPECTATIONS,
      expectations: items.length,
      chips: null,
      profile: null,
      items: items.map(({ config, key }) =>
        suiteItem(config, latest?.outcomes[key] ?? null, historyOf(records, key)),
      ),
    }),
  )}`;
}

function history({ records, hrefOf }: SuitePage): Html {
  const latest = records.at(-1);
  if (latest === undefined) return html`<p class="soft">Not checked yet.</p>`;
  return html`<p class="soft">
      Latest result: <a href="${hrefOf(latest)}">${timeTag(latest.time)}</a>
    </p>
    ${tiles(latest.tally)}
    <h2>Results</h2>
    <section class="card" aria-label="History">${timeline(records, hrefOf)}</section>
    ${resultTable(records.toReversed(), { hrefOf })}`;
}

/** The page of one suite: what it expects, and what became of that. */
export function suitePage(given: SuitePage): string {
  const { suite, records, indexHref } = given;
  const latest = records.at(-1);
  const body = html`<h1>
      ${suite.name} ${latest !== undefined && statusChip(latest.success ? 'passed' : 'failed')}
    </h1>
    ${notesMarkup(notesOf(suite))} ${history(given)}
    <h2>What it expects</h2>
    <p class="soft">${count(suite.expectations.length)} expectations, by what they are about.</p>
    ${expectations(given)}`;
  return page({
    title: suite.name,
    crumbs: [{ name: 'Data docs', href: indexHref }, { name: suite.name }],
    expectations: suite.expectations.length,
    body,
  });
}

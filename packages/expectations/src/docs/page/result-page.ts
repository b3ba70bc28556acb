import type { ExpectationResult, ValidationResult } from '../../result/validation-result.ts';
import { SEVERITIES } from '../../suite/suite.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import type { ColumnProfile, DataProfile } from '../profile/data-profile.ts';
import { expectationKeys, severityOf, tallyOf } from '../record/result-record.ts';
import type { ResultRecord } from '../record/result-record.ts';
import { failureChips, statusChip, tiles } from './chips.ts';
import { columnProfile } from './column-profile.ts';
import { historyOf } from './expectation-history.ts';
import { resultItem } from './expectation-item.ts';
import { filterForm } from './filter-form.ts';
import { groupSection } from './group-section.ts';
import { notesMarkup } from './notes-markup.ts';
import { page } from './page.ts';
import { shownTime, timeTag } from './shown-time.ts';
import { subjectGroups } from './subject-groups.ts';
import type { SubjectGroup } from './subject-groups.ts';
import { timeline } from './timeline.ts';

/** Groups are open from the start until they show this many expectations. */
const OPEN_EXPECTATIONS = 60;

/** How many failing values each expectation shows, and from how many failures on only a few. */
const EXAMPLES = 10;
const MANY_FAILURES = 500;
const FEW_EXAMPLES = 3;

/** What a result page shows. */
export interface ResultPage {
  readonly result: ValidationResult;
  readonly record: ResultRecord;
  /** The suite's results up to this one, oldest first. */
  readonly history: readonly ResultRecord[];
  readonly profile: DataProfile | null;
  readonly suiteHref: string;
  readonly indexHref: string;
  readonly hrefOf: (record: ResultRecord) => string;
}

interface Checked {
  readonly result: ExpectationResult;
  readonly key: string;
}

/** 0 for a group with a critical failure, up to 3 for one without any. */
function urgency({ items }: SubjectGroup<Checked>): number {
  const ranks = items
    .filter(({ result }) => !result.success)
    .map(({ result }) => SEVERITIES.indexOf(severityOf(result.expectation_config)));
  return Math.min(SEVERITIES.length, ...ranks);
}

/** Groups with failures first, the worst of them before; then columns of the data without expectations. */
function groupsOf({ result, profile }: ResultPage): readonly SubjectGroup<Checked>[] {
  const keys = expectationKeys(result.results.map((each) => each.expectation_config));
  const checked = result.results.map((each, at) => ({ result: each, key: keys[at] ?? '' }));
  const groups = subjectGroups(checked, (each) => each.result.expectation_config);
  const known = new Set(groups.map(({ column }) => column));
  const others = (profile?.columns ?? [])
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({ title: name, column: name, items: [] }));
  return [...groups.toSorted((a, b) => urgency(a) - urgency(b)), ...others];
}

function sections(given: ResultPage, groups: readonly SubjectGroup<Checked>[]): readonly Html[] {
  const { history, profile } = given;
  const { expectations, passed } = given.record.tally;
  const examples = expectations - passed > MANY_FAILURES ? FEW_EXAMPLES : EXAMPLES;
  const profiles = new Map<string | null, ColumnProfile>(
    (profile?.columns ?? []).map((column) => [column.name, column]),
  );
  let opened = 0;
  return groups.map((group, at) => {
    const tally = tallyOf(group.items.map(({ result }) => result));
    const isWanted = tally.passed < tally.expectations || expectations <= OPEN_EXPECTATIONS;
    const isOpen =
      isWanted &&
      tally.expectations > 0 &&
      (opened === 0 || opened + tally.expectations <= OPEN_EXPECTATIONS);
    if (isOpen) opened += tally.expectations;
    const column = profiles.get(group.column);
    const chips = failureChips(tally);
    return groupSection({
      at,
      title: group.title,
      isColumn: group.column !== null,
      isOpen,
      expectations: tally.expectations,
      chips: chips.length > 0 || tally.expectations === 0 ? chips : statusChip('passed'),
      profile: column === undefined ? null : columnProfile(column, profile?.rows ?? 0),
      items: group.items.map(({ result, key }) =>
        resultItem(result, historyOf(history, key), examples),
      ),
    });
  });
}

/** The page of one validation result. */
export function resultPage(given: ResultPage): string {
  const { result, record, history, hrefOf, suiteHref, indexHref } = given;
  const groups = groupsOf(given);
  const types = [...new Set(result.results.map((each) => each.expectation_config.type))].sort();
  const title = `${record.suite}, ${shownTime(record.time)}`;
  const body = html`<h1>${record.suite} ${statusChip(record.success ? 'passed' : 'failed')}</h1>
    <p class="lead">
      Result of ${timeTag(record.time)}${record.runName !== null && html`, run ${record.runName}`}.
      Data: ${record.source}
    </p>
    ${notesMarkup(result.meta.suite_notes ?? null)} ${tiles(record.tally)}
    ${history.length > 1 && html`<section class="card" aria-label="History up to this result">${timeline(history, hrefOf)}</section>`}
    <h2>Expectations</h2>
    ${filterForm({ groups: groups.map((group) => group.title), types })} ${sections(given, groups)}`;
  const crumbs = [
    { name: 'Data docs', href: indexHref },
    { name: record.suite, href: suiteHref },
    { name: shownTime(record.time) },
  ];
  return page({ title, crumbs, expectations: record.tally.expectations, body });
}

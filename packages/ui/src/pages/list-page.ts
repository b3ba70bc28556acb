import type { RunRecord } from '@lf/flow';
import { chip, formatNumber, html, type Content, type Html } from '@lf/report';
import { renderUiPage } from './shell.ts';
import { moment, runLink, runPath, statusChip, tookOf, type Told } from './words.ts';

/** A run in the list. */
export interface ListedRun {
  /** A damaged one has its name alone. */
  readonly record: RunRecord | Pick<RunRecord, 'flow' | 'runId'>;
  /** Why its record cannot be read. */
  readonly fault?: string;
  readonly isPinned: boolean;
  readonly note: string;
}

const RUNS_A_PAGE = 100;

const STATUSES = ['running', 'completed', 'failed', 'interrupted'] as const;

/** More tags than these are typed into the search. */
const MOST_TAGS = 200;

/** All runs, the pinned ones first, then the newest. */
export function listPage(runs: readonly ListedRun[], query: URLSearchParams, told: Told): string {
  const found = runs.filter((run) => isMeant(run, query));
  found.sort((a, b) => Number(b.isPinned) - Number(a.isPinned));
  const pages = Math.max(1, Math.ceil(found.length / RUNS_A_PAGE));
  const at = Math.min(pages, Math.max(1, Math.floor(Number(query.get('page') ?? 1)) || 1));
  const shown = found.slice((at - 1) * RUNS_A_PAGE, at * RUNS_A_PAGE);
  return renderUiPage({
    title: 'Runs',
    over: 'Every run of this datastore',
    lead: null,
    sections: [
      {
        id: 'filter',
        title: 'Filter',
        isLive: false,
        body: filterForm(runs, query),
      },
      {
        id: 'runs',
        title: 'History',
        body: html`<p class="soft" id="count">${told(countOf(found.length, runs.length))}</p>
          ${shown.length > 0 && tableOf(shown)} ${pages > 1 && pagesOf(at, pages, query)}`,
      },
    ],
  });
}

function isMeant({ record, isPinned, note }: ListedRun, query: URLSearchParams): boolean {
  const tags = 'tags' in record ? record.tags : [];
  const status = 'tags' in record ? record.status : 'damaged';
  const is = (name: string, value: string) => (query.get(name) || value) === value;
  const wanted = query.getAll('tag').filter((tag) => tag !== '');
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/);
  const text = `${record.runId} ${record.flow} ${status} ${tags.join(' ')} ${note}`.toLowerCase();
  return (
    is('flow', record.flow) &&
    is('status', status) &&
    wanted.every((tag) => tags.includes(tag)) &&
    (query.get('pinned') === null || isPinned) &&
    words.every((word) => text.includes(word))
  );
}

function countOf(found: number, all: number): string {
  if (all === 0) return 'No runs yet. Start one: lf run intent';
  return found === all
    ? `${formatNumber(all)} runs`
    : `${formatNumber(found)} of ${formatNumber(all)} runs`;
}

function filterForm(runs: readonly ListedRun[], query: URLSearchParams): Html {
  const flows = [...new Set(runs.map(({ record }) => record.flow))].sort();
  const tags = new Set(runs.flatMap(({ record }) => ('tags' in record ? record.tags : [])));
  const select = (name: string, label: string, values: readonly string[]) =>
    html`<label
      >${label}
      <select name="${name}">
        <option value="">all</option>
        ${values.map(
          (value) =>
            html`<option ${query.get(name) === value && html`selected`} value="${value}">
              ${value}
            </option>`,
        )}
      </select></label
    >`;
  return html`<form class="filter" method="get" action="/" role="search">
    <label
      >Search
      <input type="search" name="q" value="${query.get('q') ?? ''}" placeholder="id, tag or note"
    /></label>
    ${select('flow', 'Flow', flows)} ${select('status', 'State', STATUSES)}
    ${select('tag', 'Tag', [...tags].sort().slice(0, MOST_TAGS))}
    <label
      ><input
        type="checkbox"
        name="pinned"
        value="yes"
        ${query.get('pinned') !== null && html`checked`}
      />Pinned</label
    >
    <button class="main">Show</button>
    <a class="button" href="/">All</a>
  </form>`;
}

function tableOf(runs: readonly ListedRun[]): Html {
  return html`<form id="choose" method="get" action="/compare">
      <div class="row">
        <button class="main" id="compare">Compare chosen runs</button>
        <span class="soft" id="chosen"></span>
      </div>
    </form>
    <div class="scroll" tabindex="0" role="region" aria-label="Runs">
      <table class="runs" aria-label="Runs">
        <thead>
          <tr>
            <th scope="col">choose</th>
            <th scope="col">pin</th>
            <th scope="col">run</th>
            <th scope="col">flow</th>
            <th scope="col">state</th>
            <th scope="col">begun (UTC)</th>
            <th scope="col" class="n">took</th>
            <th scope="col">tags</th>
          </tr>
        </thead>
        <tbody>
          ${runs.map(rowOf)}
        </tbody>
      </table>
    </div>`;
}

function rowOf(run: ListedRun): Html {
  const { record } = run;
  if (!('tags' in record)) {
    return html`<tr>
      <td></td>
      <td></td>
      <th scope="row">${record.runId}<small title="${run.fault}">${run.fault}</small></th>
      <td>${record.flow}</td>
      <td>${chip('bad', 'damaged')}</td>
      <td></td>
      <td></td>
      <td></td>
    </tr>`;
  }
  const { runId, flow, status, createdAt, tags } = record;
  const [firstLine = ''] = run.note.split('\n');
  return html`<tr>
    <td>
      <input
        type="checkbox"
        form="choose"
        name="run"
        value="${runId}"
        aria-label="Choose ${runId}"
      />
    </td>
    <td>${pinButton(runId, run.isPinned, 'list')}</td>
    <th scope="row">${runLink(runId)}${firstLine !== '' && html`<small>${firstLine}</small>`}</th>
    <td>${flow}</td>
    <td>${statusChip(status)}</td>
    <td>${moment(createdAt)}</td>
    <td class="n">${tookOf(record)}</td>
    <td>${tags.map(tagLink)}</td>
  </tr>`;
}

/** A button that pins a run, or takes the pin away. */
export function pinButton(runId: string, isPinned: boolean, from: 'list' | 'run'): Html {
  return html`<form method="post" action="${runPath(runId)}/pin">
    <input type="hidden" name="pinned" value="${isPinned ? 'no' : 'yes'}" />
    <input type="hidden" name="from" value="${from}" />
    <button
      class="${from === 'list' ? 'bare' : ''}"
      aria-pressed="${isPinned ? 'true' : 'false'}"
      aria-label="Pin ${runId}"
    >
      ${from === 'list' ? (isPinned ? '★' : '☆') : isPinned ? '★ Pinned' : '☆ Pin'}
    </button>
  </form>`;
}

export function tagLink(tag: string): Html {
  return html`<a class="chip" href="/?tag=${encodeURIComponent(tag)}">${tag}</a> `;
}

function pagesOf(at: number, pages: number, query: URLSearchParams): Html {
  const link = (page: number, text: string): Content => {
    if (page < 1 || page > pages) return html`<span class="soft">${text}</span>`;
    const to = new URLSearchParams(query);
    to.set('page', String(page));
    return html`<a href="/?${to.toString()}">${text}</a>`;
  };
  return html`<nav class="pages" aria-label="Pages">
    ${link(at - 1, 'Newer')}<span>page ${at} of ${pages}</span>${link(at + 1, 'Older')}
  </nav>`;
}

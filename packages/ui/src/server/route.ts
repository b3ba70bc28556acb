import type { IncomingMessage } from 'node:http';
import {
  findPin,
  findRun,
  listRuns,
  NotesChangedError,
  pinRun,
  readRunNotes,
  showRun,
  stopRun,
  unpinRun,
  writeRunNotes,
  type FlowStore,
} from '@lf/flow';
import { STYLE } from '@lf/report';
import { RefusedRequestError, UnkeptNoteError } from '../errors.ts';
import { LIVE_SCRIPT } from '../generated/live-script.ts';
import { chosenLog } from '../history/chosen-log.ts';
import { readRunHistory } from '../history/run-history.ts';
import { comparePage } from '../pages/compare-page.ts';
import { lineagePage } from '../pages/lineage-page.ts';
import { listPage, type ListedRun } from '../pages/list-page.ts';
import { runPage } from '../pages/run-page.ts';
import { UI_STYLE } from '../pages/ui-style.ts';
import { asItIs } from '../pages/words.ts';
import { page, REPORT_POLICY, seeOther, type Answer } from './answer.ts';
import { readForm } from './read-form.ts';
import type { UiOptions } from './start-ui.ts';

/** So many runs are laid over each other at most: more lines than colours and dashes tell apart. */
const MOST_COMPARED = 24;

/** Answers a request that was let in. */
export async function route(
  options: UiOptions,
  request: IncomingMessage,
  url: URL,
): Promise<Answer> {
  const [kind = '', id = '', part = '', ...rest] = url.pathname.split('/').slice(1).map(decoded);
  const isPost = request.method === 'POST';
  const { told = asItIs } = options;
  if (rest.length > 0) throw notFound(url);
  if (kind === 'runs' && id !== '' && isPost) return act(options, request, id, part);
  if (isPost) throw notFound(url);
  if (kind === '' && id === '')
    return page(listPage(await listed(options.store), url.searchParams, told));
  if (kind === 'ui.js') return { status: 200, type: 'script', body: LIVE_SCRIPT };
  if (kind === 'ui.css') return { status: 200, type: 'style', body: `${STYLE}${UI_STYLE}` };
  if (kind === 'compare' && id === '') return compare(options, url);
  if (kind === 'lineage' && id === '') {
    const [runs, endpoints] = await Promise.all([readable(options.store), options.endpoints()]);
    return page(lineagePage(runs, endpoints, told));
  }
  if (kind === 'runs' && id !== '') return showPart(options, id, part, url);
  throw notFound(url);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RefusedRequestError(400, 'bad_address', 'Expected an address of lf ui.');
  }
}

const notFound = (url: URL) =>
  new RefusedRequestError(404, 'no_page', `There is no page ${url.pathname}.`);

async function compare(options: UiOptions, url: URL): Promise<Answer> {
  const ids = [...new Set(url.searchParams.getAll('run'))];
  if (ids.length > MOST_COMPARED) {
    throw new RefusedRequestError(
      400,
      'too_many_runs',
      `Expected at most ${MOST_COMPARED} runs to compare, got ${ids.length}. Choose fewer.`,
    );
  }
  const histories = await Promise.all(ids.map((id) => readRunHistory(options, id)));
  return page(comparePage(histories, url.searchParams));
}

async function showPart(options: UiOptions, id: string, part: string, url: URL): Promise<Answer> {
  const { store, told = asItIs } = options;
  if (part === '') {
    const history = await readRunHistory(options, id);
    const { view } = history;
    const reportKey = reportKeyOf(view);
    const log = await chosenLog(store, view, url.searchParams.get('log'));
    const [notes, pin, hasReport, endpoints] = await Promise.all([
      readRunNotes(store, view),
      findPin(store, view),
      store.exists(reportKey),
      options.endpoints(),
    ]);
    const isPinned = pin !== null;
    return page(runPage({ history, notes, isPinned, log, hasReport, endpoints, told }));
  }
  if (part === 'report') {
    const key = reportKeyOf(await findRun(store, id));
    if (!(await store.exists(key))) {
      throw new RefusedRequestError(
        404,
        'no_report',
        told(`Run ${id} has no report yet: it is made at its end, or by lf runs report ${id}.`),
      );
    }
    const body = Buffer.from(await store.get(key)).toString('utf8');
    return { status: 200, type: 'html', body, policy: REPORT_POLICY };
  }
  if (part === 'log') {
    const view = await showRun(store, id);
    const { text } = await chosenLog(store, view, url.searchParams.get('log'));
    return { status: 200, type: 'text', body: text ?? '' };
  }
  throw notFound(url);
}

const reportKeyOf = ({ flow, runId }: { readonly flow: string; readonly runId: string }) =>
  `runs/${flow}/${runId}/report.html`;

/** Runs whose record can be read. */
function readable(store: FlowStore) {
  return listRuns(store, { onUnreadable: () => undefined });
}

async function listed(store: FlowStore): Promise<readonly ListedRun[]> {
  const runs: ListedRun[] = [];
  const records = await listRuns(store, {
    onUnreadable: ({ flow, runId, error }) =>
      runs.push({ record: { flow, runId }, fault: error.message, isPinned: false, note: '' }),
  });
  const withNotes = await Promise.all(
    records.map(async (record) => {
      const [pin, { text }] = await Promise.all([
        findPin(store, record),
        readRunNotes(store, record).catch(() => ({ text: '' })),
      ]);
      return { record, isPinned: pin !== null, note: text };
    }),
  );
  return [...withNotes, ...runs];
}

async function act(
  { store, resume }: UiOptions,
  request: IncomingMessage,
  id: string,
  action: string,
): Promise<Answer> {
  const form = await readForm(request);
  const run = await findRun(store, id);
  const back = `/runs/${encodeURIComponent(run.runId)}`;
  switch (action) {
    case 'stop':
      await stopRun(store, run);
      return seeOther(back);
    case 'resume':
      if (run.status === 'running') {
        throw new RefusedRequestError(409, 'run_is_running', `Run ${id} is under way already.`);
      }
      await resume(run);
      return seeOther(back);
    case 'notes': {
      const version = form.get('version');
      const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim();
      try {
        await writeRunNotes(store, run, { text, version: version || null });
      } catch (cause) {
        if (!(cause instanceof NotesChangedError)) throw cause;
        throw new UnkeptNoteError({ runId: run.runId, text }, { cause });
      }
      return seeOther(`${back}#notes`);
    }
    case 'pin': {
      if (form.get('pinned') === 'yes') {
        await pinRun(store, run.runId, { reason: null, now: new Date() });
      } else {
        await unpinRun(store, run.runId);
      }
      return seeOther(form.get('from') === 'list' ? '/' : back);
    }
    default:
      throw new RefusedRequestError(404, 'no_action', `There is no action ${action}.`);
  }
}

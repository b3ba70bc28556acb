import type { AttemptView, RunView, VersionedNotes } from '@lf/flow';
import {
  chip,
  details,
  facts,
  formatBytes,
  formatDuration,
  formatNumber,
  html,
  NONE,
  preformatted,
  table,
  tiles,
  verdict,
  type Content,
  type Html,
  type Tone,
  differingAxes,
  parallelCoordinates,
  type Trial,
} from '@lf/report';
import { curves, PLAIN_VIEW } from '../charts/curves.ts';
import { attemptName, type ShownLog } from '../history/chosen-log.ts';
import { groupBy } from '../history/group-by.ts';
import { leavesOf } from '../history/leaves.ts';
import { dataOf, traceEndpoints, type ServedEndpoint } from '../history/lineage.ts';
import type { RunHistory } from '../history/run-history.ts';
import { pinButton, tagLink } from './list-page.ts';
import { renderUiPage, type UiSection } from './shell.ts';
import {
  actionButton,
  moment,
  runPath,
  shortDigest,
  spaced,
  statusChip,
  tookOf,
  type Told,
} from './words.ts';

interface ShownRun {
  readonly history: RunHistory;
  readonly notes: VersionedNotes;
  readonly isPinned: boolean;
  readonly log: ShownLog;
  readonly hasReport: boolean;
  readonly endpoints: readonly ServedEndpoint[];
  readonly told: Told;
}

/** Lines of a log that the page shows; all are behind a link. */
const TAIL_LINES = 200;

/** Metrics at a glance. */
const MOST_TILES = 6;

/** Axes of a sweep that fit on a drawing, of what was tried and of what came of it. */
const MOST_AXES = 5;

/** One run: what it did, what came of it, and what can be done with it. */
export function runPage(shown: ShownRun): string {
  const { history, notes, isPinned, log, hasReport, endpoints, told } = shown;
  const { view, figures } = history;
  const { runId, flow } = view;
  const sweep = sweepSection(view);
  const drawn = curves([history], PLAIN_VIEW);
  const sections: readonly UiSection[] = [
    { id: 'steps', title: 'Steps', body: stepsTable(view, told) },
    { id: 'log', title: 'Log', body: logBody(view, log) },
    {
      id: 'metrics',
      title: 'Metrics',
      body: html`${
        drawn ?? html`<p class="soft">No metric over several steps was tracked on this machine.</p>`
      }
      ${figures.size > 0 && figuresTable(figures)}`,
    },
    ...(sweep === null ? [] : [{ id: 'sweep', title: 'Sweep', body: sweep }]),
    { id: 'lineage', title: 'Lineage', body: lineageBody(view, endpoints) },
    { id: 'config', title: 'Parameters', body: configBody(view) },
    { id: 'notes', title: 'Notes', body: notesForm(view, notes), isLive: false },
  ];
  return renderUiPage({
    title: `Run ${runId}`,
    over: html`Flow <a href="/?flow=${encodeURIComponent(flow)}">${flow}</a>, begun
      ${moment(view.createdAt)} UTC`,
    actions: html`${statusChip(view.status)} ${view.tags.map(tagLink)}
    ${pinButton(runId, isPinned, 'run')}
    ${
      view.status === 'running'
        ? actionButton({ to: `${runPath(runId)}/stop`, text: 'Stop', className: 'bad' })
        : view.status !== 'completed' &&
          actionButton({ to: `${runPath(runId)}/resume`, text: 'Resume', className: 'main' })
    }
    ${hasReport && html`<a class="button" href="${runPath(runId)}/report">Report</a>`}`,
    lead: html`${failureOf(view, told)} ${tiles(tilesOf(view, figures))}`,
    sections,
    hasContents: true,
  });
}

function tilesOf(view: RunView, figures: ReadonlyMap<string, number>) {
  const done = view.tasks.filter(({ status }) => status !== 'failed').length;
  const known = [...figures].filter(([name]) => !/[. ]/.test(name)).slice(0, MOST_TILES);
  return [
    { name: view.status === 'running' ? 'so far' : 'took', value: tookOf(view) },
    { name: 'tasks done', value: formatNumber(done) },
    ...known.map(([name, value]) => ({ name: spaced(name), value: formatNumber(value) })),
  ];
}

/** Why it failed, first thing on the page. */
function failureOf({ status, attempts, runId }: RunView, told: Told): Content {
  const failed = attempts.filter((each) => each.error !== null);
  if (status !== 'failed' || failed.length === 0) return null;
  return verdict({
    tone: 'bad',
    badge: 'It failed',
    reasons: [
      ...failed
        .slice(-3)
        .map((each) => html`<code>${attemptName(each)}</code> ${told(each.error?.message ?? '')}`),
      html`Go on with it: <code>${told(`lf resume ${runId}`)}</code>, or the button.`,
    ],
  });
}

const TASK_TONES: Readonly<Record<string, Tone>> = {
  finished: 'good',
  reused: 'good',
  failed: 'bad',
  running: 'doubt',
  unfinished: 'plain',
};

function stepsTable(view: RunView, told: Told): Html {
  if (view.attempts.length === 0) return html`<p class="soft">No step has begun.</p>`;
  // In the order in which they ended; what has not ended comes last
  const order = new Map(view.tasks.map(({ step, index }, place) => [`${step}/${index}`, place]));
  const placeOf = ({ step, index }: AttemptView) => order.get(`${step}/${index}`) ?? Infinity;
  const attempts = view.attempts.toSorted((a, b) => compareNumbers(placeOf(a), placeOf(b)));
  return table({
    caption: 'Tasks in the order in which they ended',
    hidesCaption: true,
    columns: [
      { name: 'task' },
      { name: 'state' },
      { name: 'attempt', kind: 'number' },
      { name: 'time', kind: 'number' },
      { name: 'most memory', kind: 'number' },
      { name: 'what it says' },
    ],
    rows: attempts.map((attempt) => {
      const { step, index, error } = attempt;
      const summary = view.tasks.find((task) => task.step === step && task.index === index);
      const state =
        attempt.status === 'unfinished' && view.status === 'running'
          ? 'running'
          : attempt.status === 'finished' && summary?.status === 'reused'
            ? 'reused'
            : attempt.status;
      return {
        cells: [
          index === null ? step : `${step}/${index}`,
          chip(TASK_TONES[state] ?? 'plain', state),
          attempt.attempt,
          formatDuration(summary?.ms),
          formatBytes(summary?.peakMemoryBytes),
          html`<a href="?log=${encodeURIComponent(attemptName(attempt))}#log">log</a>
            ${error !== null && told(error.message.split('\n')[0] ?? '')}`,
        ],
      };
    }),
  });
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function logBody({ runId }: RunView, { attempt, text }: ShownLog): Html {
  if (attempt === null) return html`<p class="soft">Nothing has been logged.</p>`;
  if (text === null || text === '') return html`<p class="soft">${attempt} has logged nothing.</p>`;
  const lines = text.replace(/\n$/, '').split('\n');
  const tail = lines.slice(-TAIL_LINES).join('\n');
  const all = `${runPath(runId)}/log?log=${encodeURIComponent(attempt)}`;
  return html`<p class="soft">
      <code>${attempt}</code>, ${formatNumber(lines.length)}
      lines${lines.length > TAIL_LINES && `, the last ${TAIL_LINES} of them`}.
      <a href="${all}">All of it as text</a>
    </p>
    <div class="log" data-tail>${preformatted(`Log of ${attempt}`, tail)}</div>`;
}

function figuresTable(figures: ReadonlyMap<string, number>): Html {
  return details(
    `All ${figures.size} metrics`,
    table({
      caption: 'Metrics, the last value of each',
      hidesCaption: true,
      columns: [{ name: 'metric' }, { name: 'value', kind: 'number' }],
      rows: [...figures].map(([name, value]) => ({ cells: [name, formatNumber(value)] })),
    }),
  );
}

/** Items of a step that was done for each of several; null where there is no such step. */
function sweepSection({ attempts }: RunView): Content {
  const finished = attempts.filter(({ index, status }) => index !== null && status === 'finished');
  const drawn = [...groupBy(finished, ({ step }) => step)]
    .filter(([, items]) => items.length > 1)
    .map(([step, items]) => {
      const trials = items.map(({ index, outputs }): Trial => ({
        name: `${step}/${index ?? 0}`,
        values: leavesOf(outputs),
      }));
      const axes = differingAxes(trials);
      // What came of it is to the right of what was tried, and is a number
      const isScore = (axis: string) => /^(scores|metrics)\b/i.test(axis);
      const chosen = [
        ...axes.filter((axis) => !isScore(axis) && !axis.endsWith('.name')).slice(0, MOST_AXES),
        ...axes
          .filter((axis) => isScore(axis) && typeof trials[0]?.values.get(axis) === 'number')
          .slice(0, MOST_AXES),
      ];
      if (chosen.length === 0) return null;
      return parallelCoordinates({
        canBrush: true,
        title: `${step}, ${items.length} times`,
        note: 'Each line is one of them. Drag along an axis to keep the lines that cross it there.',
        axes: chosen,
        trials,
      });
    })
    .filter((each) => each !== null);
  return drawn.length === 0 ? null : drawn;
}

function lineageBody(view: RunView, endpoints: readonly ServedEndpoint[]): Html {
  const data = dataOf(view);
  const packed = view.tasks
    .flatMap(({ artifacts }) => artifacts)
    .filter(({ mediaType }) => mediaType === 'application/gzip');
  const bundles = [...new Set(packed.map(({ digest }) => digest))];
  const serving = traceEndpoints(endpoints, [view]).flatMap(({ name, status, url, versions }) =>
    versions.filter(({ run }) => run !== null).map(({ role }) => ({ name, status, url, role })),
  );
  return html`<ul class="chain">
      <li>
        <span>data</span>
        ${data.length === 0 ? NONE : data.map(({ digest }) => html`${shortDigest(digest)} `)}
      </li>
      <li><span>run</span><code>${view.runId}</code></li>
      <li>
        <span>bundle</span>
        ${bundles.length === 0 ? 'none yet' : bundles.map((digest) => html`${shortDigest(digest)} `)}
      </li>
      <li>
        <span>endpoints</span>
        ${
          serving.length === 0
            ? 'none'
            : serving.map(
                ({ name, role, status }) =>
                  html`<div><code>${name}</code> ${role}, ${status}</div>`,
              )
        }
      </li>
    </ul>
    <p><a href="/lineage">The lineage of all endpoints</a></p>
    ${details(
      'What each step left',
      table({
        caption: 'Artifacts',
        hidesCaption: true,
        columns: [
          { name: 'task' },
          { name: 'kind' },
          { name: 'size', kind: 'number' },
          { name: 'sha256' },
          { name: 'key in the datastore' },
        ],
        rows: view.tasks.flatMap(({ step, index, artifacts }) =>
          artifacts.map(({ mediaType, bytes, digest, uri }) => ({
            cells: [
              index === null ? step : `${step}/${index}`,
              mediaType,
              formatBytes(bytes),
              shortDigest(digest),
              html`<code>${uri}</code>`,
            ],
          })),
        ),
      }),
    )}`;
}

function configBody({ params }: RunView): Html {
  const plain = [...leavesOf(params)].filter(
    ([name]) => !/^(keptSettings|sourceStates)\b/.test(name),
  );
  const config = params['config'] ?? params['candidates'];
  return html`${
    config !== undefined &&
    preformatted('Configuration of the model', JSON.stringify(config, null, 2))
  }
  ${details(
    'All parameters',
    facts(plain.map(([name, value]) => [name, html`<code>${String(value)}</code>`] as const)),
  )}`;
}

function notesForm({ runId }: RunView, { text, version }: VersionedNotes): Html {
  return html`<form method="post" action="${runPath(runId)}/notes">
    <input type="hidden" name="version" value="${version ?? ''}" />
    <label for="note"
      >Whatever is worth knowing of this run later; all who share the datastore see it</label
    >
    ${textArea(text)}
    <button class="main">Keep the note</button>
  </form>`;
}

/** The line ends of a note stay. */
function textArea(text: string): Html {
  const lines = text.split('\n').map((line, place) => (place === 0 ? line : html`&#10;${line}`));
  return html`<textarea id="note" name="text" maxlength="20000">${lines}</textarea>`;
}

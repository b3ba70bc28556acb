import {
  chip,
  details,
  formatDuration,
  formatNumber,
  html,
  NONE,
  table,
  type Content,
  type Html,
  parallelCoordinates,
  type Trial,
} from '@lf/report';
import { curves, type CurveView } from '../charts/curves.ts';
import { compareRuns, type RunComparison } from '../history/compare-runs.ts';
import type { Leaf } from '../history/leaves.ts';
import type { RunHistory } from '../history/run-history.ts';
import { renderUiPage } from './shell.ts';
import { leafText, moment, runLink, statusChip } from './words.ts';

const SMOOTHINGS = [0, 0.5, 0.8, 0.95];

/** Axes of each kind that fit on a drawing. */
const MOST_AXES = 6;

/** Runs over each other. */
export function comparePage(histories: readonly RunHistory[], query: URLSearchParams): string {
  const over = 'Runs over each other';
  if (histories.length === 0) {
    return renderUiPage({
      title: 'Compare',
      over,
      lead: html`<p>Choose runs in <a href="/">the list</a>, then compare them.</p>`,
      sections: [],
    });
  }
  const comparison = compareRuns(histories);
  const view = viewOf(query);
  return renderUiPage({
    title: `${histories.length} runs`,
    over,
    lead: runsTable(comparison),
    hasContents: true,
    sections: [
      {
        id: 'view',
        title: 'Curves',
        isLive: false,
        body: viewForm(comparison, view),
      },
      {
        id: 'curves',
        title: 'Metrics over time',
        body:
          curves(histories, view) ??
          html`<p class="soft">
            None of them tracked a metric over several steps on this machine.
          </p>`,
      },
      { id: 'figures', title: 'Metrics', body: figuresTable(comparison) },
      { id: 'parallel', title: 'Parameters and metrics', body: parallelOf(comparison) },
      { id: 'params', title: 'Parameters that differ', body: paramsTable(comparison) },
      { id: 'steps', title: 'Steps', body: stepsTable(comparison) },
    ],
  });
}

function viewOf(query: URLSearchParams): CurveView {
  const smoothing = Number(query.get('smoothing') ?? 0);
  return {
    x: query.get('x') === 'time' ? 'time' : 'step',
    y: query.get('y') === 'log' ? 'log' : 'linear',
    smoothing: SMOOTHINGS.includes(smoothing) ? smoothing : 0,
  };
}

function viewForm({ runs }: RunComparison, view: CurveView): Html {
  const select = (
    name: string,
    label: string,
    current: string | number,
    options: readonly (readonly [value: string | number, text: string])[],
  ) =>
    html`<label
      >${label}
      <select name="${name}">
        ${options.map(
          ([value, text]) =>
            html`<option value="${value}" ${value === current && html`selected`}>${text}</option>`,
        )}
      </select></label
    >`;
  return html`<form class="filter" method="get" action="/compare">
    ${runs.map(({ runId }) => html`<input type="hidden" name="run" value="${runId}" />`)}
    ${select('x', 'Along x', view.x, [
      ['step', 'step'],
      ['time', 'time'],
    ])}
    ${select('y', 'Along y', view.y, [
      ['linear', 'linear'],
      ['log', 'logarithmic'],
    ])}
    ${select(
      'smoothing',
      'Smoothing',
      view.smoothing,
      SMOOTHINGS.map((each) => [each, each === 0 ? 'none' : String(each)] as const),
    )}
    <button class="main">Draw</button>
  </form>`;
}

function runsTable({ runs }: RunComparison): Html {
  return table({
    caption: 'Runs',
    hidesCaption: true,
    columns: [
      { name: 'run' },
      { name: 'flow' },
      { name: 'state' },
      { name: 'begun (UTC)' },
      { name: 'took', kind: 'number' },
      { name: 'tags' },
    ],
    rows: runs.map(({ runId, flow, status, createdAt, endedAt, tags }) => ({
      cells: [
        runLink(runId),
        flow,
        statusChip(status),
        moment(createdAt),
        endedAt === null ? NONE : formatDuration(Date.parse(endedAt) - Date.parse(createdAt)),
        tags.join(', '),
      ],
    })),
  });
}

function figuresTable({ runs, figures }: RunComparison): Html {
  if (figures.length === 0) return html`<p class="soft">None of them has any.</p>`;
  const ofParts = figures.filter(({ name }) => isOfPart(name));
  return html`${figuresOf(
    runs,
    figures.filter(({ name }) => !isOfPart(name)),
    'The last value of each metric',
  )}
  ${ofParts.length > 0 && details(`${ofParts.length} metrics of parts`, figuresOf(runs, ofParts, 'Metrics of parts'))}`;
}

/** Such as `k10.rocAuc`, or `train_model-0 loss`. */
const isOfPart = (name: string): boolean => /[. ]/.test(name);

function figuresOf(
  runs: RunComparison['runs'],
  figures: RunComparison['figures'],
  caption: string,
): Html {
  const isPair = runs.length === 2;
  return table({
    caption,
    hidesCaption: true,
    columns: [
      { name: 'metric' },
      ...runs.map(({ runId }) => ({ name: runId, kind: 'number' as const })),
      ...(isPair ? [{ name: 'difference', kind: 'number' as const }] : []),
    ],
    rows: figures.map(({ name, values }) => {
      const [a, b] = values;
      const difference = a === undefined || b === undefined ? undefined : b - a;
      const cells: Content[] = [name, ...values.map((value) => formatNumber(value))];
      if (isPair) cells.push(`${(difference ?? 0) > 0 ? '+' : ''}${formatNumber(difference)}`);
      return { cells };
    }),
  });
}

function parallelOf({ runs, params, figures }: RunComparison): Content {
  const differing = figures.filter(
    ({ name, values }) => !isOfPart(name) && values.some((value) => value !== values[0]),
  );
  const chosen = [...params.slice(0, MOST_AXES), ...differing.slice(0, MOST_AXES)];
  if (runs.length < 2 || chosen.length === 0) {
    return html`<p class="soft">There is nothing to draw: they do not differ.</p>`;
  }
  const trials = runs.map(({ runId }, place): Trial => {
    const values = new Map<string, Leaf>();
    for (const { name, values: all } of chosen) {
      const value = all[place];
      if (value !== undefined) values.set(name, value);
    }
    return { name: runId, values };
  });
  return parallelCoordinates({
    canBrush: true,
    title: 'What was other, and what came of it',
    note: 'Each line is a run. Drag along an axis to keep the runs that cross it there.',
    axes: chosen.map(({ name }) => name),
    trials,
  });
}

function paramsTable({ runs, params }: RunComparison): Html {
  if (params.length === 0) return html`<p class="soft">None: all are the same.</p>`;
  return table({
    caption: 'Values of the parameters that differ',
    hidesCaption: true,
    columns: [{ name: 'parameter' }, ...runs.map(({ runId }) => ({ name: runId }))],
    rows: params.map(({ name, values }) => ({
      cells: [name, ...values.map((value) => html`<code>${leafText(value)}</code>`)],
    })),
  });
}

function stepsTable({ runs, steps }: RunComparison): Html {
  return table({
    caption: 'How long each step took',
    hidesCaption: true,
    columns: [
      { name: 'step' },
      { name: 'what it left' },
      ...runs.map(({ runId }) => ({ name: runId, kind: 'number' as const })),
    ],
    rows: steps.map(({ step, ms, isSame }) => ({
      cells: [
        step,
        isSame === null ? NONE : isSame ? chip('plain', 'the same') : chip('doubt', 'other'),
        ...ms.map((each) => formatDuration(each)),
      ],
    })),
  });
}

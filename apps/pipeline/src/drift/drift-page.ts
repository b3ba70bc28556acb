import { lfCommand } from '../terminal/lf-command.ts';
import {
  chip,
  details,
  facts,
  formatMetric,
  formatMoment,
  formatNumber,
  formatShare,
  html,
  meter,
  NONE,
  renderPage,
  scaleOf,
  spanMeter,
  table,
  tiles,
  verdict,
  type Content,
  type Tone,
} from '@lf/report';
import type { ComparedColumn, ColumnVerdict } from './compare-columns.ts';
import type { DriftReport } from './judge-drift.ts';
import type { LiveFigure } from './live-quality.ts';

const TONES = { 'no drift': 'good', drift: 'bad', 'not judged': 'doubt' } as const;
const BADGES = {
  'no drift': 'No drift: the model sees what it was trained on',
  drift: 'Drift: look before you trust the predictions',
  'not judged': 'Not judged: there is too little to say',
} as const;
const COLUMN_TONES: Readonly<Record<ColumnVerdict, Tone>> = {
  drift: 'bad',
  moving: 'doubt',
  same: 'good',
  unknown: 'plain',
};
const FIGURE_TONES: Readonly<Record<LiveFigure['verdict'], Tone>> = {
  worse: 'bad',
  'as trained': 'good',
  unknown: 'plain',
};
/** A bar as long as its column is one of this index: far beyond drift. */
const GREATEST_PSI = 0.5;

/** The page of a comparison, as the text of one file. @param nowMs when it was made */
export function renderDriftPage(report: DriftReport, nowMs: number): string {
  const { columns, quality } = report;
  return renderPage({
    title: `Drift of ${report.kind} ${report.model}`,
    over: `Local Flow, ${formatMoment(nowMs)}`,
    lead: html`${verdict({
      tone: TONES[report.verdict],
      badge: BADGES[report.verdict],
      reasons: report.reasons,
    })}
    ${tiles([
      { name: 'requests', value: formatNumber(report.requests) },
      {
        name: 'columns that drift',
        value: formatNumber(columns.filter((each) => each.verdict === 'drift').length),
      },
      { name: 'outcomes', value: formatNumber(quality.joined) },
      ...quality.figures
        .slice(0, 1)
        .map(({ name, live }) => ({ name, value: formatMetric(live.value) })),
    ])}`,
    sections: [
      {
        id: 'columns',
        title: 'The traffic, compared with the training data',
        body: columnsOf(report),
      },
      { id: 'quality', title: 'What the outcomes say', body: qualityOf(report) },
      { id: 'compared', title: 'What was compared', body: comparedOf(report) },
    ],
    foot: html`<p>Made by <code>${lfCommand('drift')}</code>; the page needs no other file.</p>`,
  });
}

function columnsOf({ columns }: DriftReport): Content {
  if (columns.length === 0) return html`<p class="soft">Too few requests to compare.</p>`;
  return html`${table({
    caption: 'Population stability index: 0.2 and more is drift; the distance is told beside it',
    columns: [
      { name: 'column' },
      { name: 'verdict' },
      { name: 'PSI', kind: 'number' },
      { name: `0 to ${GREATEST_PSI}`, kind: 'meter' },
      { name: 'distance', kind: 'number' },
      { name: 'by' },
    ],
    rows: columns.map((each) => ({
      cells: [
        each.column,
        chip(COLUMN_TONES[each.verdict], each.verdict),
        formatMetric(each.psi),
        each.psi === null ? NONE : meter(each.psi / GREATEST_PSI),
        formatMetric(each.distance),
        each.measure,
      ],
    })),
  })}
  ${columns.filter(({ bins }) => bins.length > 0).map(binsOf)}`;
}

function binsOf({ column, bins }: ComparedColumn): Content {
  const greatest = Math.max(...bins.map(({ live, reference }) => Math.max(live, reference)), 1e-9);
  return details(
    `${column}, by its ${bins.length} bins`,
    table({
      caption: column,
      hidesCaption: true,
      columns: [
        { name: 'bin' },
        { name: 'training', kind: 'number' },
        { name: '', kind: 'meter' },
        { name: 'live', kind: 'number' },
        { name: '', kind: 'meter' },
      ],
      rows: bins.map(({ label, live, reference }) => ({
        cells: [
          label,
          formatShare(reference),
          meter(reference / greatest),
          formatShare(live),
          meter(live / greatest),
        ],
      })),
    }),
  );
}

function qualityOf({ quality }: DriftReport): Content {
  if (quality.figures.length === 0) {
    return html`<p class="soft">
      No outcome came back for these requests: <code>POST /outcomes</code> takes them.
    </p>`;
  }
  return table({
    caption: 'Figures of the live model, with 95 % intervals',
    columns: [
      { name: 'figure' },
      { name: 'verdict' },
      { name: 'live', kind: 'number' },
      { name: 'interval', kind: 'number' },
      { name: 'each on its own scale', kind: 'meter' },
      { name: 'when trained', kind: 'number' },
    ],
    rows: quality.figures.map(({ name, verdict: found, live, trained }) => ({
      cells: [
        name,
        chip(FIGURE_TONES[found], found),
        formatMetric(live.value),
        `${formatMetric(live.low)} to ${formatMetric(live.high)}`,
        spanMeter(live, scaleOf([live])),
        formatMetric(trained),
      ],
    })),
  });
}

function comparedOf(report: DriftReport): Content {
  return facts([
    ['model', html`<code>${report.model}</code>`],
    ['run', report.runId === null ? NONE : html`<code>${report.runId}</code>`],
    [
      'requests',
      `${formatNumber(report.requests)}, ${report.from ?? NONE} to ${report.to ?? NONE}`,
    ],
    ['requests of other models', formatNumber(report.ofOtherModels)],
    ['lines that cannot be read', formatNumber(report.unreadable)],
    ['outcomes without a logged request', formatNumber(report.quality.unmatched)],
  ]);
}

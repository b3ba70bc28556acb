import { cards, html, lineChart, type Html, type Series } from '@lf/report';
import type { MetricPoint } from '@lf/tracking';
import { groupBy } from '../history/group-by.ts';
import { metricSeriesOf } from '../history/metric-series.ts';
import type { RunHistory } from '../history/run-history.ts';
import { thinOut } from '../history/thin-out.ts';
import { spaced } from '../pages/words.ts';

/** How curves are drawn. */
export interface CurveView {
  /** Along x: the step, or seconds since the first value. */
  readonly x: 'step' | 'time';
  readonly y: 'linear' | 'log';
  /** Share of the value before that stays in the next one, from 0 (as it is) to below 1. */
  readonly smoothing: number;
}

export const PLAIN_VIEW: CurveView = { x: 'step', y: 'linear', smoothing: 0 };

/** A curve needs two points. */
const LEAST_POINTS = 2;

/** Of one run these belong on one drawing: what the training minimises, on both parts. */
const LOSSES = ['loss', 'validationLoss'];

/** The metrics of runs over their steps: a drawing a metric, a line a run. Null where none has a course. */
export function curves(histories: readonly RunHistory[], view: CurveView): Html | null {
  const lines = histories.flatMap(({ view: run, tracked }) =>
    metricSeriesOf(tracked)
      .filter(({ points }) => points.length >= LEAST_POINTS)
      .map(({ task, name, points }) => ({ runId: run.runId, task, name, points })),
  );
  if (lines.length === 0) return null;
  const isOne = histories.length === 1;
  const groups = groupBy(lines, ({ task, name }) =>
    isOne && LOSSES.includes(name) ? `losses ${task}` : isOne ? `${name} ${task}` : name,
  );
  const charts = [...groups.values()].map((group) => {
    const names = [...new Set(group.map(({ name }) => spaced(name)))];
    const tasks = new Set(group.map(({ task }) => task));
    const series = group.map(({ runId, task, name, points }): Series => ({
      name: isOne ? spaced(name) : tasks.size > 1 ? `${runId} ${task}` : runId,
      points: thinOut(smoothed(pointsOf(points, view.x), view.smoothing)),
    }));
    const count = group.reduce((sum, { points }) => sum + points.length, 0);
    const [task = ''] = tasks;
    return lineChart({
      title: names.join(' and '),
      note: `${isOne || tasks.size === 1 ? `${task}, ` : ''}${count.toLocaleString('en')} values`,
      x: { label: view.x === 'step' ? 'step' : 'seconds since the first value' },
      y: { label: names[0] ?? '', scale: view.y },
      series,
    });
  });
  return html`<div class="curves">${cards(charts)}</div>`;
}

function pointsOf(
  points: readonly MetricPoint[],
  x: CurveView['x'],
): (readonly [number, number])[] {
  const start = points[0]?.atMs ?? 0;
  return points.map(({ step, value, atMs }) => [
    x === 'step' ? step : (atMs - start) / 1000,
    value,
  ]);
}

/** Exponential moving average, corrected for its start; a value that is not finite is passed over. */
function smoothed(
  points: (readonly [number, number])[],
  smoothing: number,
): (readonly [number, number])[] {
  if (smoothing === 0) return points;
  let sum = 0;
  let weight = 0;
  return points.map(([x, value]) => {
    if (!Number.isFinite(value)) return [x, value];
    sum = smoothing * sum + (1 - smoothing) * value;
    weight = smoothing * weight + (1 - smoothing);
    return [x, sum / weight];
  });
}

import type { MetricPoint } from '@lf/tracking';
import type { TrackedTask } from './tracked-tasks.ts';

/** The values of a metric of a task, in the order of steps. */
export interface MetricSeries {
  readonly task: string;
  readonly name: string;
  readonly points: readonly MetricPoint[];
}

export function metricSeriesOf(tracked: readonly TrackedTask[]): readonly MetricSeries[] {
  return tracked.flatMap(({ task, tracked: { metrics } }) =>
    Object.entries(metrics).map(([name, points]) => ({ task, name, points })),
  );
}

/** One line a value: `task,metric,step,value,time`; the time is in ISO 8601, a value may be NaN or an infinity. */
export function metricsCsv(series: readonly MetricSeries[]): string {
  const lines = series.flatMap(({ task, name, points }) =>
    points.map(({ step, value, atMs }) =>
      [quoted(task), quoted(name), step, value, new Date(atMs).toISOString()].join(','),
    ),
  );
  return `${['task,metric,step,value,time', ...lines].join('\n')}\n`;
}

/** By RFC 4180. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import { cards, html, lineChart, type Content, type Series } from '@lf/report';
import type { MetricPoint } from '@lf/tracking';
import type { ReportedRun, TrackedTask } from './reported-run.ts';

/** A curve needs two points. */
const LEAST_POINTS = 2;

/** Metrics that belong on one drawing: what the training minimises, on both parts. */
const LOSSES = ['loss', 'validationLoss'];

/** The metrics of the trainings over their steps. */
export function trainingSection({ tracked }: ReportedRun): Content {
  const charts = tracked.flatMap(chartsOf);
  if (charts.length === 0) {
    return html`<p class="soft">
      No metric over several steps was tracked on this machine. Models that count, such as nearest
      neighbours, have none.
    </p>`;
  }
  return cards(charts);
}

function chartsOf({ task, tracked: { metrics } }: TrackedTask): readonly Content[] {
  const ofSteps = Object.entries(metrics).filter(([, points]) => points.length >= LEAST_POINTS);
  const losses = ofSteps.filter(([name]) => LOSSES.includes(name));
  const others = ofSteps.filter(([name]) => !LOSSES.includes(name));
  const groups = [...(losses.length > 0 ? [losses] : []), ...others.map((each) => [each])];
  return groups.map((group) => {
    const names = group.map(([name]) => words(name));
    return lineChart({
      title: names.join(' and '),
      note: task,
      x: { label: 'step' },
      y: { label: names[0] ?? '' },
      series: group.map(([name, points]) => seriesOf(name, points)),
    });
  });
}

function seriesOf(name: string, points: readonly MetricPoint[]): Series {
  return { name: words(name), points: points.map(({ step, value }) => [step, value]) };
}

/** `validationLoss` -> `validation loss` */
function words(name: string): string {
  return name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

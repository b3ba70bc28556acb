import type { Standing, Verdict } from '@lf/contract';
import {
  formatMetric,
  formatNumber,
  html,
  scaleOf,
  spanMeter,
  table,
  type Content,
} from '@lf/report';
import type { Answer } from './answer.ts';

/** What a standing means for serving, at the top of a page. */
export const JUDGEMENTS: Readonly<Record<Standing, Pick<Answer, 'tone' | 'badge'>>> = {
  better: { tone: 'good', badge: 'Good enough to serve: better than every baseline' },
  even: { tone: 'doubt', badge: 'In doubt: the gain over a baseline may be chance' },
  worse: { tone: 'bad', badge: 'Not good enough to serve: a baseline is better' },
  chance: { tone: 'bad', badge: 'Not good enough to serve: no better than chance' },
  too_small: { tone: 'doubt', badge: 'No verdict: the data are too small' },
};

/** A line a baseline: by how much the model is above it. */
export function gainsTable(metric: string, { gains, power }: Partial<Verdict>): Content {
  // Runs of earlier versions have none
  if (gains === undefined || gains.length === 0) return null;
  const scale = scaleOf([...gains, { value: 0, low: 0, high: 0 }]);
  return html`${table({
    caption: `Gain in ${metric} over each baseline on the same sessions; the 95 % interval of a sure gain leaves out 0`,
    columns: [
      { name: 'baseline' },
      { name: 'gain', kind: 'number' },
      { name: 'interval', kind: 'number' },
      { name: `${formatMetric(scale[0])} to ${formatMetric(scale[1])}`, kind: 'meter' },
    ],
    rows: gains.map((gain) => ({
      cells: [
        gain.baseline,
        formatMetric(gain.value),
        `${formatMetric(gain.low)} to ${formatMetric(gain.high)}`,
        spanMeter(gain, scale),
      ],
    })),
  })}
  ${
    power !== null &&
    power !== undefined &&
    html`<p class="soft">
      ${formatNumber(power.sessions)} test sessions show a gain of
      ${formatMetric(power.detectableGain)} in 4 of 5 samples; for one of
      ${formatMetric(power.worthwhileGain)}, about ${formatNumber(power.sessionsNeeded)} are needed.
    </p>`
  }`;
}

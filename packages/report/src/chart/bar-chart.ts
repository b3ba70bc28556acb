import { scaleLinear } from 'd3-scale';
import { html, type Html } from '../html/html.ts';
import { table } from '../parts/table.ts';
import { formatNumber } from '../words/format.ts';
import { axes, CHART, figure, rangeInWords } from './frame.ts';

export interface Bar {
  /** Short: it stands below the bar where there is room. */
  readonly label: string;
  readonly value: number;
}

export interface BarChart {
  readonly title: string;
  readonly note?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** In the order of the axis. */
  readonly bars: readonly Bar[];
  readonly format?: (value: number) => string;
}

/** Labels that fit next to each other, by their characters. */
const LABEL_CHARACTERS = 46;

/** Upright bars over an ordered axis: how often each size, time or group occurs. */
export function barChart(chart: BarChart): Html {
  const { title, note, xLabel, yLabel, bars, format = formatNumber } = chart;
  const base = CHART.height - CHART.bottom;
  const greatest = bars.reduce((most, { value }) => Math.max(most, value), 0);
  const y = scaleLinear([0, greatest === 0 ? 1 : greatest], [base, CHART.top]).nice(4);
  const slot = (CHART.width - CHART.left - CHART.right) / Math.max(1, bars.length);
  const longest = bars.reduce((most, { label }) => Math.max(most, label.length), 1);
  const step = Math.ceil((bars.length * (longest + 1)) / LABEL_CHARACTERS);
  return figure({
    title,
    note,
    says: `${bars.length} bars, ${yLabel} ${rangeInWords(
      bars.map(({ value }) => value),
      format,
    )}`,
    drawing: html`${axes(
      {
        label: xLabel,
        ticks: bars.flatMap(({ label }, place) =>
          place % step === 0 ? [{ at: CHART.left + (place + 0.5) * slot, text: label }] : [],
        ),
      },
      { label: yLabel, ticks: y.ticks(4).map((tick) => ({ at: y(tick), text: format(tick) })) },
    )}${bars.map(({ label, value }, place) => {
      const top = y(value);
      return html`<rect
        class="bar"
        x="${(CHART.left + place * slot + slot * 0.08).toFixed(1)}"
        y="${top.toFixed(1)}"
        width="${(slot * 0.84).toFixed(1)}"
        height="${Math.max(0, base - top).toFixed(1)}"
        ><title>${label}: ${format(value)}</title></rect
      >`;
    })}`,
    numbers: table({
      caption: title,
      columns: [{ name: xLabel }, { name: yLabel, kind: 'number' }],
      rows: bars.map(({ label, value }) => ({ cells: [label, format(value)] })),
    }),
  });
}

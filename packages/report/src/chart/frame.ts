import { html, type Content, type Html } from '../html/html.ts';
import { formatNumber } from '../words/format.ts';

/**
 * Every chart is drawn at this size and scaled to the width that there is. It is little more than a phone's, so that
 * texts of 12 stay readable there.
 */
export const CHART = { width: 400, height: 236, left: 46, right: 12, top: 12, bottom: 40 } as const;

/** An axis as it is drawn. */
export interface Axis {
  readonly label: string;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const coordinate = (value: number) => Number(value.toFixed(1));

/** Grid, ticks and the names of both axes. */
export function axes(x: Axis, y: Axis): Html {
  const { width, height, left, right, bottom } = CHART;
  const base = height - bottom;
  return html`<g>
      ${y.ticks.map(
        ({ at, text }) =>
          html`<line
              class="axis"
              x1="${left}"
              x2="${width - right}"
              y1="${coordinate(at)}"
              y2="${coordinate(at)}"
            /><text x="${left - 6}" y="${coordinate(at + 4)}" text-anchor="end"> ${text} </text>`,
      )}
      ${x.ticks.map(
        ({ at, text }) =>
          html`<text x="${coordinate(at)}" y="${base + 16}" text-anchor="middle">${text}</text>`,
      )}
    </g>
    <line class="zero" x1="${left}" x2="${width - right}" y1="${base}" y2="${base}" />
    <text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">
      ${x.label}
    </text>
    <text x="0" y="-2">${y.label}</text>`;
}

/** A chart with its title, what it says in words, and its numbers as a table that opens. */
export function figure(of: {
  readonly title: string;
  /** A line below the title. */
  readonly note?: string | undefined;
  /** A text description of the chart, for screen readers. */
  readonly says: string;
  readonly drawing: Content;
  readonly legend?: Content;
  readonly numbers: Content;
}): Html {
  const { title, note, says, drawing, legend, numbers } = of;
  return html`<figure class="card">
    <figcaption>${title}${note !== undefined && html`<small>${note}</small>`}</figcaption>
    <svg
      viewBox="0 -14 ${CHART.width} ${CHART.height + 14}"
      role="img"
      aria-label="${title}. ${says}"
    >
      ${drawing}</svg
    >${legend}
    <details class="data">
      <summary>Numbers</summary>
      ${numbers}
    </details>
  </figure>`;
}

/** The extremes of values in words. */
export function rangeInWords(
  values: readonly number[],
  format: (value: number) => string = formatNumber,
): string {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return 'no values';
  // Not by spreading: a chart may have more points than a call takes arguments
  const least = finite.reduce((a, b) => Math.min(a, b));
  const greatest = finite.reduce((a, b) => Math.max(a, b));
  return least === greatest ? format(least) : `${format(least)} to ${format(greatest)}`;
}

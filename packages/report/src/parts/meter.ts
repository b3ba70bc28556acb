import { html, type Html } from '../html/html.ts';

const percent = (share: number) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

/** A bar of a table's cell, as long as `share` of the column; the number itself stands in another cell. */
export function meter(share: number): Html {
  return html`<i style="--w:${percent(share)}" aria-hidden="true"></i>`;
}

/** A value with its interval and the ends of the scale that it stands on. */
export interface Span {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A scale that holds every interval, with some room at its ends, but not below 0 or beyond 1 where no interval goes there. */
export function scaleOf(spans: readonly Span[]): readonly [least: number, greatest: number] {
  const least = Math.min(...spans.map(({ low }) => low));
  const greatest = Math.max(...spans.map(({ high }) => high));
  const room = Math.max((greatest - least) * 0.08, 1e-9);
  return [
    least >= 0 ? Math.max(0, least - room) : least - room,
    greatest <= 1 ? Math.min(1, greatest + room) : greatest + room,
  ];
}

/** The interval as a thick line and the value as a mark on it, both on the scale. */
export function spanMeter(
  { value, low, high }: Span,
  [least, greatest]: readonly [number, number],
): Html {
  const at = (number: number) => (number - least) / (greatest - least);
  const places = `--from:${percent(at(low))};--wide:${percent(at(high) - at(low))};--at:${percent(at(value))}`;
  return html`<i class="span" style="${places}" aria-hidden="true"></i>`;
}

import { MOST_LEFT_OUT, type Effect } from './effects.ts';
import { html } from './elements.ts';
import { inPoints } from './line-chart.ts';

/** Effects that are shown. */
const SHOWN = 4;
/** In points of a hundred: smaller ones would be shown as 0.0. */
const LEAST_POINTS = 0.05;

/** Draws the greatest effects of events as bars: to the right what speaks for a purchase, to the left what does not. */
export function effectBars(effects: readonly Effect[], events: number): HTMLElement {
  const shown = effects
    .slice(0, SHOWN)
    .filter(({ difference }) => Math.abs(difference) * 100 >= LEAST_POINTS);
  const greatest = Math.abs(shown[0]?.difference ?? 0);
  const latest = events > MOST_LEFT_OUT ? ` of the latest ${MOST_LEFT_OUT}` : '';
  const explanation =
    events < 2
      ? 'One event alone: there is nothing to compare it with.'
      : shown.length === 0
        ? 'No event on its own: without any one of them the answer stays the same.'
        : `Each event${latest} left out in turn: how much higher or lower the answer is with it.`;
  return html(
    'div',
    {},
    html('h3', {}, 'Which event moved it'),
    html('p', { class: 'muted' }, explanation),
    html('ol', { class: 'effects' }, ...shown.map(bar)),
  );

  function bar({ event, place, difference, leavesScope }: Effect): HTMLElement {
    const fill = html('span', { class: difference < 0 ? 'fill against' : 'fill' });
    // Not by an attribute, which the page's policy does not let through
    fill.style.width = `${(Math.abs(difference) / greatest) * 50}%`;
    return html(
      'li',
      {},
      html('span', { class: 'name' }, `${place + 1}. ${event}`),
      html('span', { class: 'track', 'aria-hidden': 'true' }, fill),
      html(
        'span',
        { class: 'score' },
        inPoints(difference),
        ...(leavesScope ? [' (no cart left)'] : []),
      ),
    );
  }
}

import { html } from './elements.ts';

/** A product that is recommended. */
export interface Recommended {
  readonly sku: string;
  /** undefined in a fallback, which has no scores. */
  readonly score: number | undefined;
}

/** Draws products as bars, best first; each is a button that says it was looked at next. */
export function scoreBars(
  products: readonly Recommended[],
  choose: (sku: string) => void,
): HTMLElement {
  const scores = products.flatMap(({ score }) => (score === undefined ? [] : [score]));
  const lowest = Math.min(0, ...scores);
  const span = Math.max(...scores, lowest) - lowest || 1;
  return html(
    'ol',
    { class: 'ranking', id: 'ranking' },
    ...products.map(({ sku, score }, place) => {
      const fill = html('span', { class: 'fill' });
      // Not by an attribute, which the page's policy does not let through
      fill.style.width = score === undefined ? '0' : `${((score - lowest) / span) * 100}%`;
      const shown = score === undefined ? '' : score.toPrecision(4);
      const label = `${place + 1}. ${sku}${shown === '' ? '' : `, score ${shown}`}: add to the session`;
      return html(
        'li',
        {},
        html(
          'button',
          { type: 'button', 'aria-label': label, title: sku, click: () => choose(sku) },
          fill,
          html('span', { class: 'place' }, String(place + 1)),
          html('span', { class: 'sku' }, sku),
          html('span', { class: 'score' }, shown),
        ),
      );
    }),
  );
}

import { html } from './elements.ts';

/** A product that is recommended. */
export interface Recommended {
  readonly sku: string;
  /** What it is called; its SKU where nobody knows better. */
  readonly name: string;
  /** Category and price, where they are known. */
  readonly facts: string;
  /** Its page in the shop; empty where it is not known. */
  readonly url: string;
  /** undefined in a fallback, which has no scores. */
  readonly score: number | undefined;
  /** Short words about it: that the session has it, that it came next. */
  readonly tags: readonly string[];
}

/** Products on the page, and a place for the reason of each. */
export interface ScoreBars {
  readonly element: HTMLElement;
  /** Writes under each product why it is there; an empty text is none. */
  explain(reasonOf: (sku: string) => string): void;
}

/** Draws products as bars, best first; each is a button that says it was looked at next. */
export function scoreBars(
  products: readonly Recommended[],
  choose: (sku: string) => void,
): ScoreBars {
  const scores = products.flatMap(({ score }) => (score === undefined ? [] : [score]));
  const lowest = Math.min(0, ...scores);
  const span = Math.max(...scores, lowest) - lowest || 1;
  const rows = products.map((product, place) => {
    const why = html('p', { class: 'why' });
    why.hidden = true;
    const element = html('li', {}, button(product, place), why, ...linkTo(product));
    return { sku: product.sku, why, element };
  });
  return {
    element: html('ol', { class: 'ranking', id: 'ranking' }, ...rows.map(({ element }) => element)),
    explain(reasonOf) {
      for (const { sku, why } of rows) {
        why.textContent = reasonOf(sku);
        why.hidden = why.textContent === '';
      }
    },
  };

  function linkTo({ url, name }: Recommended): readonly HTMLElement[] {
    if (url === '') return [];
    const attributes = { class: 'page', href: url, target: '_blank', rel: 'noopener noreferrer' };
    return [html('a', attributes, `Open ${name} in the shop`)];
  }

  function button(product: Recommended, place: number): HTMLElement {
    const { sku, name, facts, score, tags } = product;
    const fill = html('span', { class: 'fill' });
    // Not by an attribute, which the page's policy does not let through
    fill.style.width = score === undefined ? '0' : `${((score - lowest) / span) * 100}%`;
    const shown = score === undefined ? '' : score.toPrecision(4);
    return html(
      'button',
      { type: 'button', title: sku, click: () => choose(sku) },
      fill,
      html('span', { class: 'place' }, String(place + 1)),
      html('span', { class: 'sku' }, name),
      ...(facts === '' ? [] : [html('span', { class: 'facts' }, facts)]),
      ...tags.map((tag) => html('span', { class: 'tag' }, tag)),
      html('span', { class: 'score' }, shown),
      html('span', { class: 'unseen' }, 'Add it to the session'),
    );
  }
}

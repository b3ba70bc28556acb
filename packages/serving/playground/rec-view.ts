import { encodeSession } from '../src/session-text.ts';
import { byId, html } from './elements.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import { describeFailure, isRecord } from './notice.ts';
import { scoreBars, type Recommended } from './score-bars.ts';
import type { PlaygroundService } from './service.ts';
import { createSessionList } from './session-list.ts';

/** Products offered to pick from. */
const OFFERED = 12;
/** Products of the example, which are the first ones offered. */
const EXAMPLE = 3;
/** How long the page waits for the next letter before it searches. */
const TYPING_MS = 150;

/** Pick products, see the ones that come next. */
export function showRec(
  service: Extract<PlaygroundService, { kind: 'rec' }>,
  exchange: Exchange,
): void {
  byId('question').textContent = 'Which products come next?';
  let latestSearch = 0;
  let latestSession = 0;
  let asked: readonly string[] = [];
  let typing: ReturnType<typeof setTimeout> | undefined;

  const search = html('input', {
    id: 'search',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'part of a SKU',
    input: () => {
      clearTimeout(typing);
      typing = setTimeout(() => void offer(), TYPING_MS);
    },
  });
  const offered = html('ul', { class: 'row', id: 'offered', 'aria-label': 'Products to add' });
  const result = html('div', { 'aria-live': 'polite' });
  const session = createSessionList({
    maxEvents: service.maxEvents,
    hint: 'No product yet. Which one does the shopper look at first?',
    example: [],
    onChange: (events) => void recommend(events),
  });
  byId('session').append(
    html('div', { class: 'bar' }, html('h2', { id: 'session-title' }, 'The session')),
    session.element,
    html('label', { for: 'search' }, `Find one of ${service.total.toLocaleString('en')} products`),
    search,
    offered,
  );
  byId('result').append(
    html('div', { class: 'bar' }, html('h2', { id: 'result-title' }, 'Next products')),
    result,
  );
  void offer();
  void recommend([]);
  exchange.onKey(() => {
    void offer();
    void recommend(asked);
  });

  async function offer(): Promise<void> {
    const turn = ++latestSearch;
    const text = search.value.trim();
    const query = new URLSearchParams({ search: text, limit: String(OFFERED) }).toString();
    const exchanged = await exchange.askQuietly('items', query);
    if (turn !== latestSearch) return;
    const items = textsOf(exchanged, 'items');
    if (items === undefined) {
      offered.replaceChildren(html('li', {}, describeFailure(exchanged)));
      return;
    }
    if (text === '') session.offerExample(items.slice(0, EXAMPLE));
    // What nobody knows may be sent too: that is how a fallback looks
    const isUnknown = text !== '' && !items.includes(text);
    offered.replaceChildren(
      ...items.map((sku) => productButton(sku, sku)),
      ...(isUnknown ? [productButton(text, `“${text}”, as typed`)] : []),
    );
  }

  function productButton(sku: string, name: string): HTMLElement {
    const add = () => session.add(sku);
    const attributes = { type: 'button', class: 'event sku', title: sku, click: add };
    return html('li', {}, html('button', attributes, name));
  }

  async function recommend(events: readonly string[]): Promise<void> {
    const turn = ++latestSession;
    asked = events;
    if (events.length === 0) {
      result.replaceChildren(
        html('p', { class: 'empty' }, 'Pick a product to see what comes next.'),
      );
      return;
    }
    const exchanged = await exchange.ask('predict', `session=${encodeSession(events)}`);
    if (turn !== latestSession) return;
    const skus = textsOf(exchanged, 'prediction');
    const hadFocus = result.contains(document.activeElement);
    result.replaceChildren(
      ...(skus === undefined
        ? [describeFailure(exchanged)]
        : [
            ...notices(exchanged),
            scoreBars(withScores(skus, exchanged), (sku) => session.add(sku)),
          ]),
    );
    // The button that was pressed is gone: go on from the best of the new ones
    if (hadFocus) result.querySelector('button')?.focus();
  }
}

function withScores(skus: readonly string[], { body }: Exchanged): readonly Recommended[] {
  const scores: unknown = isRecord(body) ? body['scores'] : undefined;
  return skus.map((sku, place) => {
    const score: unknown = Array.isArray(scores) ? scores[place] : undefined;
    return { sku, score: typeof score === 'number' ? score : undefined };
  });
}

function notices(exchanged: Exchanged): readonly HTMLElement[] {
  const unknown = textsOf(exchanged, 'unknown') ?? [];
  const isFallback = isRecord(exchanged.body) && exchanged.body['fallback'] === true;
  return [
    ...(isFallback
      ? [notice('No product of this session is known: these are the most popular ones.')]
      : []),
    ...(unknown.length > 0 && !isFallback
      ? [notice(`Not known, left out: ${unknown.join(', ')}`)]
      : []),
  ];
}

function notice(text: string): HTMLElement {
  return html('p', { class: 'notice' }, text);
}

function textsOf({ status, body }: Exchanged, name: string): readonly string[] | undefined {
  const values: unknown = status === 200 && isRecord(body) ? body[name] : undefined;
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
    ? values
    : undefined;
}

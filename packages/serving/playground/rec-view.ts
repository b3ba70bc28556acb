import { encodeSession } from '../src/session-text.ts';
import { byId, html } from './elements.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import { askForKey, describeFailure, isRecord } from './notice.ts';
import { createProducts } from './products.ts';
import { createRealSessions } from './real-sessions.ts';
import { findReasons, type Reason } from './reasons.ts';
import { scoreBars, type Recommended, type ScoreBars } from './score-bars.ts';
import type { PlaygroundService } from './service.ts';
import { createSessionList, quietButton } from './session-list.ts';

/** Products offered to pick from. */
const OFFERED = 12;
/** Products of the example, which are the first ones offered. */
const EXAMPLE = 3;
/** How long the page waits for the next letter before it searches. */
const TYPING_MS = 150;
/** How long it waits for the next product before it asks why. */
const PAUSE_MS = 250;

/** Pick products, see the ones that come next. */
export function showRec(
  service: Extract<PlaygroundService, { kind: 'rec' }>,
  exchange: Exchange,
): void {
  byId('question').textContent = 'Which products come next?';
  let latestSearch = 0;
  let latestSession = 0;
  let asked: readonly string[] = [];
  let example: readonly string[] = [];
  let typing: ReturnType<typeof setTimeout> | undefined;
  const products = createProducts();

  const search = html('input', {
    id: 'search',
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'part of its name or SKU',
    input: () => {
      clearTimeout(typing);
      typing = setTimeout(() => void offer(), TYPING_MS);
    },
  });
  const offered = html('ul', { class: 'row', id: 'offered', 'aria-label': 'Products to add' });
  const result = html('div');
  // For who hears the page: the whole list with its reasons would be too much at each change
  const spoken = html('p', { class: 'unseen', role: 'status', id: 'spoken' });
  const hideSeen = html('input', {
    id: 'hide-seen',
    type: 'checkbox',
    checked: service.hidesSeen,
    change: () => void recommend(asked),
  });
  const session = createSessionList({
    maxEvents: service.maxEvents,
    hint: 'No product yet: press the one that the shopper looks at first, or take the example.',
    nameOf: (sku) => products.nameOf(sku),
    onChange: (events) => void recommend(events),
  });
  const showExample = quietButton('Example', () => session.show(example));
  showExample.disabled = true;
  session.offer(showExample);
  const real = createRealSessions({
    exchange,
    learn: (body) => products.learn(body),
    show: (events) => session.show(events),
    describe: (next) => products.nameOf(next),
  });
  if (service.hasSessions) session.offer(real.button);
  byId('session').append(
    html('div', { class: 'bar' }, html('h2', { id: 'session-title' }, 'The session')),
    session.element,
    real.note,
    html('label', { for: 'search' }, `Find one of ${service.total.toLocaleString('en')} products`),
    search,
    offered,
  );
  byId('result').append(
    html(
      'div',
      { class: 'bar' },
      html('h2', { id: 'result-title' }, 'Next products'),
      html('label', { class: 'switch' }, hideSeen, 'Hide those in the session'),
    ),
    spoken,
    result,
  );
  exchange.onKey(() => void open());
  if (service.needsKey) result.replaceChildren(askForKey());
  else void open();

  /** Offers products, and shows the example where there is no session yet. */
  async function open(): Promise<void> {
    await offer();
    if (asked.length > 0) void recommend(asked);
    else if (!service.hasSessions || !(await real.showNext())) session.show(example);
  }

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
    products.learn(exchanged.body);
    if (text === '') {
      example = items.slice(0, EXAMPLE);
      showExample.disabled = false;
    }
    // What nobody knows may be sent too: that is how a fallback looks
    const isUnknown = text !== '' && !items.includes(text);
    offered.replaceChildren(
      ...items.map((sku) => productButton(sku, products.nameOf(sku))),
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
    real.current(events);
    if (events.length === 0) {
      result.replaceChildren(
        html(
          'p',
          { class: 'empty' },
          'What comes next depends on the session: with the first product the ten best are here, each with its score ' +
            'and why it is there. Press one to go on from it.',
        ),
      );
      return;
    }
    const exclude =
      hideSeen.checked === service.hidesSeen
        ? ''
        : `&exclude=${hideSeen.checked ? 'seen' : 'none'}`;
    const exchanged = await exchange.ask('predict', `session=${encodeSession(events)}${exclude}`);
    if (turn !== latestSession) return;
    const skus = textsOf(exchanged, 'prediction');
    const hadFocus = result.contains(document.activeElement);
    if (skus === undefined) {
      result.replaceChildren(describeFailure(exchanged));
      return;
    }
    products.learn(exchanged.body);
    session.rename();
    const next = real.current(events)?.next;
    const bars = scoreBars(shownOf(skus, exchanged, events, next), (sku) => session.add(sku));
    result.replaceChildren(...notices(exchanged), bars.element);
    const [best] = skus;
    spoken.textContent =
      best === undefined
        ? 'No product comes next.'
        : `${skus.length} products, first ${products.nameOf(best)}.`;
    // The button that was pressed is gone: go on from the best of the new ones
    if (hadFocus) result.querySelector('button')?.focus();
    if (!isFallback(exchanged)) await explain(bars, knownOf(events, exchanged), turn);
  }

  /** Says under each product which one of the session it owes its place to. */
  async function explain(bars: ScoreBars, known: readonly string[], turn: number): Promise<void> {
    const only = new Set(known).size === 1 ? known[0] : undefined;
    if (only !== undefined) {
      bars.explain(() => `After ${products.nameOf(only)}, all that the session has.`);
      return;
    }
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    const reasons = await findReasons(known, async (query) => {
      if (turn !== latestSession) return undefined;
      return textsOf(await exchange.askQuietly('predict', query), 'prediction');
    });
    if (turn !== latestSession || reasons.size === 0) return;
    bars.explain((sku) => sentenceOf(sku, reasons.get(sku)));
  }

  function sentenceOf(sku: string, reason: Reason | undefined): string {
    if (reason === undefined)
      return 'By the session as a whole: no single product of it holds this one up.';
    const { because, place, without, named } = reason;
    const cause =
      because === sku ? 'It is in the session itself' : `Because of ${products.nameOf(because)}`;
    const fall =
      without === undefined
        ? `this would not be among the first ${named}`
        : `place ${without} instead of ${place}`;
    return `${cause}: without it, ${fall}.`;
  }

  function shownOf(
    skus: readonly string[],
    { body }: Exchanged,
    events: readonly string[],
    next: string | undefined,
  ): readonly Recommended[] {
    const scores: unknown = isRecord(body) ? body['scores'] : undefined;
    const seen = new Set(events.map((event) => event.trim()));
    return skus.map((sku, place) => {
      const score: unknown = Array.isArray(scores) ? scores[place] : undefined;
      return {
        sku,
        name: products.nameOf(sku),
        facts: products.factsOf(sku),
        url: products.urlOf(sku),
        score: typeof score === 'number' ? score : undefined,
        tags: [
          ...(seen.has(sku.trim()) ? ['in the session'] : []),
          ...(sku === next ? ['came next'] : []),
        ],
      };
    });
  }
}

function isFallback({ body }: Exchanged): boolean {
  return isRecord(body) && body['fallback'] === true;
}

/** The products of the session that the model knows. */
function knownOf(events: readonly string[], exchanged: Exchanged): readonly string[] {
  const unknown = new Set(textsOf(exchanged, 'unknown'));
  return events.filter((event) => !unknown.has(event.trim()));
}

function notices(exchanged: Exchanged): readonly HTMLElement[] {
  const unknown = textsOf(exchanged, 'unknown') ?? [];
  if (isFallback(exchanged)) {
    return [notice('No product of this session is known: these are the most popular ones.')];
  }
  return unknown.length > 0 ? [notice(`Not known, left out: ${unknown.join(', ')}`)] : [];
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

import type { IntentScope } from '@lf/contract';
import { encodeSession } from '../src/session-text.ts';
import { effectBars } from './effect-bars.ts';
import { findEffects } from './effects.ts';
import { byId, html } from './elements.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import { verdictOn } from './intent-verdict.ts';
import { inPoints, lineChart, percent, type Levels, type Point } from './line-chart.ts';
import { askForKey, describeFailure, isRecord } from './notice.ts';
import { createRealSessions } from './real-sessions.ts';
import type { PlaygroundService } from './service.ts';
import { createSessionList, quietButton, type SessionList } from './session-list.ts';

/** The first one is what the page opens with: a cart from the first event on, as in the sessions of the training. */
const EXAMPLES = {
  Example: ['add', 'detail', 'view', 'remove', 'detail', 'add', 'view'],
  'Cart at last': ['view', 'detail', 'view', 'detail', 'add', 'detail'],
  'Just looking': ['view', 'detail', 'view', 'view'],
  'Full cart': ['detail', 'add', 'detail', 'add', 'add', 'view'],
};

/** How long the page waits for the next click before it asks what moved the prediction. */
const PAUSE_MS = 250;

const EMPTY: Answered = { probability: undefined, scope: 'no_add_yet', levels: {} };

interface Answered {
  readonly probability: number | undefined;
  readonly scope: IntentScope;
  readonly levels: Levels;
}

/** Click events, watch the purchase probability move after each. */
export function showIntent(
  service: Extract<PlaygroundService, { kind: 'intent' }>,
  exchange: Exchange,
): void {
  byId('question').textContent = 'Will this session end in a purchase?';
  let points: readonly Point[] = [];
  let levels: Levels = {};
  let latest = 0;
  let asked: readonly string[] = [];

  const session = createSessionList({
    maxEvents: service.maxEvents,
    hint: 'No event yet: press what the shopper does first. The model knows sessions with an add, so begin with that, or take an example.',
    onChange: (events, kept) => void predictFrom(events, kept),
  });
  for (const [name, events] of Object.entries(EXAMPLES)) {
    session.offer(quietButton(name, () => session.show(events)));
  }
  const real = createRealSessions({
    exchange,
    learn: () => undefined,
    show: (events) => session.show(events),
    describe: (next) => next,
  });
  if (service.hasSessions) session.offer(real.button);
  byId('session').append(
    html('div', { class: 'bar' }, html('h2', { id: 'session-title' }, 'The session')),
    html(
      'div',
      { class: 'row', role: 'group', 'aria-label': 'Add an event' },
      ...service.actions.map(actionButton),
    ),
    html(
      'p',
      { class: 'muted legend' },
      html('b', {}, 'view'),
      ': a page of no single product, such as a list. ',
      html('b', {}, 'detail'),
      ': the page of one product.',
    ),
    session.element,
    real.note,
  );
  const failure = html('div');
  const number = html('div', { class: 'probability', 'aria-live': 'polite', id: 'probability' });
  const chart = html('div');
  const effects = html('div', { id: 'effects' });
  const table = html('tbody');
  const details = html(
    'details',
    {},
    html('summary', {}, 'After each event, as a table'),
    html(
      'table',
      {},
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          ...['Number', 'Event', 'Probability', 'Moved by'].map((name) =>
            html('th', { scope: 'col' }, name),
          ),
        ),
      ),
      table,
    ),
  );
  byId('result').append(
    html('div', { class: 'bar' }, html('h2', { id: 'result-title' }, 'Purchase probability')),
    failure,
    number,
    chart,
    effects,
    details,
  );
  listenToKeys(service.actions, session);
  addEventListener('resize', render);
  exchange.onKey(() => {
    if (asked.length === 0) session.show(EXAMPLES.Example);
    else void predictFrom(asked, 0);
  });
  render();
  if (service.needsKey) failure.replaceChildren(askForKey());
  else session.show(EXAMPLES.Example);

  function actionButton(action: string): HTMLElement {
    const key = action.charAt(0);
    return html(
      'button',
      {
        type: 'button',
        class: 'event',
        'aria-keyshortcuts': key,
        click: () => session.add(action),
      },
      action,
      html('kbd', { 'aria-hidden': 'true' }, key),
    );
  }

  /** Predicts every prefix that has no point yet; a later change of the session makes it stop. */
  async function predictFrom(events: readonly string[], kept: number): Promise<void> {
    const turn = ++latest;
    asked = events;
    real.current(events);
    points = points.slice(0, kept);
    failure.replaceChildren();
    effects.replaceChildren();
    render();
    for (let count = points.length + 1; count <= events.length; count++) {
      const prefix = events.slice(0, count);
      const query = `session=${encodeSession(prefix)}`;
      const isLast = count === events.length;
      const exchanged = await (isLast
        ? exchange.ask('predict', query)
        : exchange.askQuietly('predict', query));
      if (turn !== latest) return;
      const answered = readAnswer(exchanged);
      if (answered === undefined) {
        failure.replaceChildren(describeFailure(exchanged));
        return;
      }
      const { probability, scope } = answered;
      levels = { ...levels, ...answered.levels };
      points = [...points, { event: prefix.at(-1) ?? '', probability, scope }];
      render();
    }
    await explain(events, turn);
  }

  async function explain(events: readonly string[], turn: number): Promise<void> {
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    const probability = points.at(-1)?.probability;
    if (turn !== latest || probability === undefined) return;
    const found = await findEffects(events, probability, {
      predict: (query) => exchange.askQuietly('predict', query),
      read: (exchanged) => readAnswer(exchanged) ?? EMPTY,
      isStale: () => turn !== latest,
    });
    if (found !== undefined) effects.replaceChildren(effectBars(found, events.length));
  }

  function render(): void {
    const last = points.at(-1);
    number.replaceChildren(
      ...(last === undefined
        ? [
            html(
              'p',
              { class: 'empty' },
              'The first event brings the first number, and each further one a point of the curve.',
            ),
          ]
        : [html('strong', {}, last.probability === undefined ? '–' : percent(last.probability))]),
      ...verdictOn(points, levels),
    );
    chart.replaceChildren(lineChart(points, levels, chart.clientWidth));
    details.hidden = points.length === 0;
    table.replaceChildren(
      ...points.map(({ event, probability }, place) =>
        html(
          'tr',
          {},
          ...[
            String(place + 1),
            event,
            probability === undefined ? 'not answered' : percent(probability),
            moveOf(probability, points[place - 1]?.probability),
          ].map((text) => html('td', {}, text)),
        ),
      ),
    );
  }
}

function moveOf(now: number | undefined, before: number | undefined): string {
  return now === undefined || before === undefined ? '' : inPoints(now - before);
}

/** @returns undefined if the answer is neither a probability nor a refusal of the session's scope */
function readAnswer({ status, body }: Exchanged): Answered | undefined {
  if (!isRecord(body)) return undefined;
  const { prediction, scope, code } = body;
  if (status === 422 && code === 'out_of_scope') {
    return { probability: undefined, scope: scopeOf(scope), levels: {} };
  }
  if (status !== 200 || typeof prediction !== 'number') return undefined;
  const { baseRate, threshold } = body;
  return {
    probability: prediction,
    scope: scopeOf(scope),
    levels: {
      ...(typeof baseRate === 'number' && { baseRate }),
      ...(typeof threshold === 'number' && { threshold }),
    },
  };
}

function scopeOf(scope: unknown): IntentScope {
  return scope === 'no_add_yet' || scope === 'already_bought' ? scope : 'in_scope';
}

/** The first letter of an action adds it and Backspace takes it back, unless somebody types or holds another key. */
function listenToKeys(actions: readonly string[], session: SessionList): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === 'Backspace') session.undo();
    const action = actions.find((name) => name.charAt(0) === event.key.toLowerCase());
    if (action !== undefined) session.add(action);
  });
}

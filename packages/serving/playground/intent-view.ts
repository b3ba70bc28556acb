import { encodeSession } from '../src/session-text.ts';
import { byId, html } from './elements.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import { lineChart, percent, type Point } from './line-chart.ts';
import { describeFailure, isRecord } from './notice.ts';
import type { PlaygroundService } from './service.ts';
import { createSessionList, type SessionList } from './session-list.ts';

const EXAMPLE = ['view', 'detail', 'view', 'detail', 'add', 'view', 'remove', 'add'];

/** Click events, watch the purchase probability move after each. */
export function showIntent(
  service: Extract<PlaygroundService, { kind: 'intent' }>,
  exchange: Exchange,
): void {
  byId('question').textContent = 'Will this session end in a purchase?';
  let points: readonly Point[] = [];
  let latest = 0;
  let asked: readonly string[] = [];

  const session = createSessionList({
    maxEvents: service.maxEvents,
    hint: 'No event yet. What does the shopper do first?',
    example: EXAMPLE,
    onChange: (events, kept) => void predictFrom(events, kept),
  });
  byId('session').append(
    html('div', { class: 'bar' }, html('h2', { id: 'session-title' }, 'The session')),
    html(
      'div',
      { class: 'row', role: 'group', 'aria-label': 'Add an event' },
      ...service.actions.map(actionButton),
    ),
    session.element,
  );
  const failure = html('div');
  const number = html('p', { class: 'probability', 'aria-live': 'polite', id: 'probability' });
  const chart = html('div');
  const table = html('tbody');
  const details = html(
    'details',
    {},
    html('summary', {}, 'The same as a table'),
    html(
      'table',
      {},
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          ...['', 'Event', 'Probability'].map((name) => html('th', { scope: 'col' }, name)),
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
    details,
  );
  listenToKeys(service.actions, session);
  addEventListener('resize', render);
  exchange.onKey(() => void predictFrom(asked, 0));
  render();

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
    points = points.slice(0, kept);
    failure.replaceChildren();
    render();
    for (let count = points.length + 1; count <= events.length; count++) {
      const prefix = events.slice(0, count);
      const query = `session=${encodeSession(prefix)}`;
      const isLast = count === events.length;
      const exchanged = await (isLast
        ? exchange.ask('predict', query)
        : exchange.askQuietly('predict', query));
      if (turn !== latest) return;
      const probability = probabilityOf(exchanged);
      if (probability === undefined) {
        failure.replaceChildren(describeFailure(exchanged));
        return;
      }
      points = [...points, { event: prefix.at(-1) ?? '', probability }];
      render();
    }
  }

  function render(): void {
    const last = points.at(-1);
    const before = points.at(-2);
    number.replaceChildren(
      html('strong', {}, last === undefined ? '–' : percent(last.probability)),
      html('span', { class: 'muted' }, last === undefined ? '' : moveOf(last, before)),
    );
    chart.replaceChildren(lineChart(points, chart.clientWidth));
    details.hidden = points.length === 0;
    table.replaceChildren(
      ...points.map(({ event, probability }, place) =>
        html(
          'tr',
          {},
          ...[String(place + 1), event, percent(probability)].map((text) => html('td', {}, text)),
        ),
      ),
    );
  }
}

function moveOf(last: Point, before: Point | undefined): string {
  if (before === undefined) return `after ${last.event}`;
  const move = (last.probability - before.probability) * 100;
  return `${move < 0 ? '−' : '+'}${Math.abs(move).toFixed(1)} points by ${last.event}`;
}

function probabilityOf({ status, body }: Exchanged): number | undefined {
  const prediction = status === 200 && isRecord(body) ? body['prediction'] : undefined;
  return typeof prediction === 'number' ? prediction : undefined;
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

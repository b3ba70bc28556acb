import { html } from './elements.ts';

/** The events of a session on the page, oldest first. */
export interface SessionList {
  readonly element: HTMLElement;
  /** Past the longest session allowed, the oldest event goes. */
  add(event: string): void;
  /** Takes out the newest event. */
  undo(): void;
  /** What the example is from now on. */
  offerExample(events: readonly string[]): void;
}

interface SessionListOptions {
  readonly maxEvents: number;
  /** What stands there without events. */
  readonly hint: string;
  /** Events to start with, for who wants to see something at once; none: the button is not there yet. */
  readonly example: readonly string[];
  /** @param kept how many events at the start are the same as before */
  readonly onChange: (events: readonly string[], kept: number) => void;
}

/** Makes an empty list: each event is a button that takes it out. */
export function createSessionList(options: SessionListOptions): SessionList {
  const { maxEvents, hint, onChange } = options;
  let events: readonly string[] = [];
  let example = options.example;
  const list = html('ol', { class: 'row', id: 'events', 'aria-label': 'Events of the session' });
  const empty = html('p', { class: 'empty' }, hint);
  const undoLast = () => change(events.slice(0, -1));
  const undo = quietButton('Undo', undoLast);
  const clear = quietButton('Clear', () => change([]));
  const show = quietButton('Example', () => change(example));
  const element = html('div', {}, empty, list, html('div', { class: 'row' }, undo, clear, show));

  function change(wanted: readonly string[]): void {
    const next = wanted.slice(-maxEvents);
    const changed = next.findIndex((event, place) => event !== events[place]);
    events = next;
    render();
    onChange(events, changed === -1 ? next.length : changed);
  }

  function render(): void {
    list.replaceChildren(...events.map(chip));
    list.hidden = events.length === 0;
    empty.hidden = events.length > 0;
    undo.disabled = events.length === 0;
    clear.disabled = events.length === 0;
    show.hidden = example.length === 0;
  }

  function chip(event: string, place: number): HTMLElement {
    const label = `Take out event ${place + 1}, ${event}`;
    const button = html(
      'button',
      { type: 'button', class: 'chip sku', 'aria-label': label, title: event },
      event,
    );
    button.addEventListener('click', () => {
      change(events.filter((_, other) => other !== place));
      // The button is gone: go on from its neighbour
      const neighbours = list.querySelectorAll('button');
      (neighbours[Math.min(place, neighbours.length - 1)] ?? show).focus();
    });
    return html('li', {}, button);
  }

  render();
  return {
    element,
    add: (event) => change([...events, event]),
    undo: undoLast,
    offerExample: (wanted) => {
      example = wanted;
      render();
    },
  };
}

function quietButton(text: string, act: () => void): HTMLButtonElement {
  return html('button', { type: 'button', class: 'quiet', click: act }, text);
}

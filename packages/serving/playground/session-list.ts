import { html } from './elements.ts';

/** The events of a session on the page, oldest first. */
export interface SessionList {
  readonly element: HTMLElement;
  /** Past the longest session allowed, the oldest event goes. */
  add(event: string): void;
  /** Takes out the newest event. */
  undo(): void;
  /** Puts another session in the place of this one. */
  show(events: readonly string[]): void;
  /** Adds a button behind Undo and Clear. */
  offer(button: HTMLElement): void;
  /** Writes the events anew: their names may be known now. */
  rename(): void;
}

interface SessionListOptions {
  readonly maxEvents: number;
  /** What is shown without events. */
  readonly hint: string;
  /** What an event is called; by default what it is. */
  readonly nameOf?: (event: string) => string;
  /** @param kept how many events at the start are the same as before */
  readonly onChange: (events: readonly string[], kept: number) => void;
}

/** Makes an empty list: each event is a button that takes it out. */
export function createSessionList(options: SessionListOptions): SessionList {
  const { maxEvents, hint, onChange } = options;
  const nameOf = options.nameOf ?? ((event: string) => event);
  let events: readonly string[] = [];
  const list = html('ol', { class: 'row', id: 'events', 'aria-label': 'Events of the session' });
  const empty = html('p', { class: 'empty' }, hint);
  const undoLast = () => change(events.slice(0, -1));
  const undo = quietButton('Undo', undoLast);
  const clear = quietButton('Clear', () => change([]));
  const tools = html('div', { class: 'row tools' }, undo, clear);
  const element = html('div', {}, empty, list, tools);

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
  }

  function chip(event: string, place: number): HTMLElement {
    const name = nameOf(event);
    const label = `Take out event ${place + 1}, ${name}`;
    const button = html(
      'button',
      { type: 'button', class: 'chip', 'aria-label': label, title: event },
      html('span', { class: 'sku' }, name),
    );
    button.addEventListener('click', () => {
      change(events.filter((_, other) => other !== place));
      // The button is gone: go on from its neighbour
      const neighbours = list.querySelectorAll('button');
      const next = neighbours[Math.min(place, neighbours.length - 1)];
      (next ?? tools.querySelector<HTMLElement>('button:enabled'))?.focus();
    });
    return html('li', {}, button);
  }

  render();
  return {
    element,
    add: (event) => change([...events, event]),
    undo: undoLast,
    show: change,
    offer: (button) => tools.append(button),
    rename: render,
  };
}

/** A button that does not call for attention. */
export function quietButton(text: string, act: () => void): HTMLButtonElement {
  return html('button', { type: 'button', class: 'quiet', click: act }, text);
}

/** Between two looks, of a page that is seen; longer where the server needs long for an answer. */
const PAUSE_MS = 2000;

/** So many times as long as an answer took: who looks costs the machine a tenth at most. */
const PAUSES_AN_ANSWER = 10;

/** After a look that failed: the server may be gone for long. */
const LONG_PAUSE_MS = 10_000;

/** Asks for the page again and again, and puts what has changed in place of what is shown. */
export function keepLive(): void {
  const shown = new Map(partsOf(document).map((part) => [part.id, part.innerHTML]));
  scrollToTail(document);
  if (shown.size === 0) return;
  let etag = '';
  const look = async (): Promise<number> => {
    if (document.hidden) return PAUSE_MS;
    const startMs = performance.now();
    const response = await fetch(location.href, { headers: { 'if-none-match': etag } });
    const answeredMs = performance.now() - startMs;
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`status ${response.status}`);
      etag = response.headers.get('etag') ?? '';
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      for (const part of partsOf(fresh)) {
        if (shown.get(part.id) === part.innerHTML) continue;
        if (replace(part)) shown.set(part.id, part.innerHTML);
      }
    }
    tell('');
    return Math.max(PAUSE_MS, PAUSES_AN_ANSWER * answeredMs);
  };
  const again = (): void => {
    void look()
      .catch(() => {
        tell('lf ui does not answer: this is what it said last.');
        return LONG_PAUSE_MS;
      })
      .then((pauseMs) => setTimeout(again, pauseMs));
  };
  setTimeout(again, PAUSE_MS);
}

function partsOf(page: Document): Element[] {
  return [...page.querySelectorAll('[data-live]')];
}

function tell(text: string): void {
  const state = document.getElementById('live-state');
  if (state !== null && state.textContent !== text) state.textContent = text;
}

/** @returns whether it was replaced: not while somebody uses what is in it */
function replace(fresh: Element): boolean {
  const old = document.getElementById(fresh.id);
  if (old === null) {
    // The page has a part more than before
    location.reload();
    return false;
  }
  const { activeElement } = document;
  if (old.contains(activeElement) && activeElement?.matches('textarea,select,input[type=text]')) {
    return false;
  }
  const focused = old.contains(activeElement) ? placeOf(old, activeElement) : null;
  const open = [...old.querySelectorAll('details')].map((each) => each.open);
  const checked = new Set(
    [...old.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value),
  );
  const scrolled = [...old.querySelectorAll(SCROLLED)].map(({ scrollLeft, scrollTop }) => ({
    scrollLeft,
    scrollTop,
  }));
  const wasAtTail = isAtTail(old);
  old.replaceChildren(...fresh.cloneNode(true).childNodes);
  old.querySelectorAll('details').forEach((each, place) => (each.open = open[place] ?? false));
  for (const box of old.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
    box.checked = checked.has(box.value);
  }
  old.querySelectorAll(SCROLLED).forEach((each, place) => Object.assign(each, scrolled[place]));
  if (wasAtTail) scrollToTail(old);
  if (focused !== null) focusable(old)[focused]?.focus();
  return true;
}

const SCROLLED = '.scroll,pre,.parallel';

function focusable(part: Element): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>('a,button,input,summary,[tabindex]')];
}

function placeOf(part: Element, element: Element | null): number | null {
  const place = focusable(part).findIndex((each) => each === element);
  return place < 0 ? null : place;
}

function tailOf(part: ParentNode): Element | null {
  return part.querySelector('[data-tail] pre');
}

function isAtTail(part: ParentNode): boolean {
  const tail = tailOf(part);
  return tail === null || tail.scrollTop + tail.clientHeight >= tail.scrollHeight - 8;
}

function scrollToTail(part: ParentNode): void {
  const tail = tailOf(part);
  if (tail !== null) tail.scrollTop = tail.scrollHeight;
}

import { byId, html } from './elements.ts';

/** What was asked and answered. */
export interface Exchanged {
  readonly url: string;
  /** 0 if there was no answer. */
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** Asks the service, and shows request and answer. */
export interface Exchange {
  /** GET <path>?<query>, shown on the page. @returns the answer; it never throws */
  ask(path: string, query: string): Promise<Exchanged>;
  /** The same, not shown. */
  askQuietly(path: string, query: string): Promise<Exchanged>;
  /** Acts whenever another key was typed: what was refused before may be answered now. */
  onKey(act: () => void): void;
}

const COPIED_MS = 1500;

/** How long an answer may take before the page says that there is none. */
const TIMEOUT_MS = 35_000;

/** Fills the section that shows what goes over the wire. */
export function createExchange(needsKey: boolean): Exchange {
  const request = html('pre', { id: 'request', tabindex: 0, 'aria-label': 'Request as curl' });
  const answer = html('pre', { id: 'answer', tabindex: 0, 'aria-label': 'Answer as JSON' });
  const status = html('p', { class: 'muted', id: 'status' });
  const key = html('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const copy = html('button', { type: 'button', class: 'quiet', id: 'copy' }, 'Copy');
  copy.addEventListener('click', () => void copyText(request.textContent, copy));
  byId('exchange').append(
    html('div', { class: 'bar' }, html('h2', { id: 'exchange-title' }, 'Request and answer'), copy),
    ...(needsKey
      ? [
          html(
            'label',
            { for: 'key' },
            'Key of the service (sent as x-api-key, kept on this page)',
          ),
          key,
        ]
      : []),
    request,
    status,
    answer,
  );

  async function askQuietly(path: string, query: string): Promise<Exchanged> {
    const url = new URL(query === '' ? path : `${path}?${query}`, document.baseURI).href;
    const headers: HeadersInit = needsKey && key.value !== '' ? { 'x-api-key': key.value } : {};
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const body: unknown = await response.json();
      return { url, status: response.status, body };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { url, status: 0, body: { code: 'no_answer', message: `No answer: ${message}.` } };
    }
  }

  return {
    askQuietly,
    onKey: (act) => key.addEventListener('change', act),
    async ask(path, query) {
      const exchanged = await askQuietly(path, query);
      // The key itself is for no screen and no clipboard
      const header = needsKey ? ` -H "x-api-key: $LF_API_KEY"` : '';
      request.textContent = `curl '${exchanged.url.replaceAll("'", '%27')}'${header}`;
      status.textContent = exchanged.status === 0 ? 'no answer' : `status ${exchanged.status}`;
      answer.textContent = JSON.stringify(exchanged.body, null, 2);
      return exchanged;
    },
  };
}

async function copyText(text: string, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed here';
  }
  setTimeout(() => {
    button.textContent = 'Copy';
  }, COPIED_MS);
}

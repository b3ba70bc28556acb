import { html } from './elements.ts';
import type { Exchanged } from './exchange.ts';

/** What an answer that is no prediction says of itself. */
export function describeFailure({ status, body }: Exchanged): HTMLElement {
  const { code = 'unknown', message = '' } = isRecord(body) ? body : {};
  return html(
    'p',
    { class: 'notice bad', role: 'alert' },
    html('strong', {}, `${String(code)}${status === 0 ? '' : ` (${status})`}: `),
    String(message),
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** For a service that wants a key, which nobody has typed yet. */
export function askForKey(): HTMLElement {
  return html(
    'p',
    { class: 'notice' },
    'This service answers with its key alone. ',
    html('a', { href: '#key' }, 'Type the key'),
    ' and an example opens.',
  );
}

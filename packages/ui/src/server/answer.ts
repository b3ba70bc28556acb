/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly type: 'html' | 'text' | 'script' | 'style';
  readonly body: string;
  /** Instead of the policy of our own pages. */
  readonly policy?: string;
  readonly location?: string;
}

export const page = (body: string): Answer => ({ status: 200, type: 'html', body });

/** After an action: the page that shows what came of it. */
export const seeOther = (location: string): Answer => ({
  status: 303,
  type: 'text',
  body: '',
  location,
});

const MEDIA_TYPES: Readonly<Record<Answer['type'], string>> = {
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
};

/** A page of ours runs our one script, asks this server alone, and is shown in no other page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Meters carry their width in a style of their own
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A report is a file of the datastore, which others may write to: its scripts run without an origin, so that they can ask
 * nobody, this server neither.
 */
export const REPORT_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every answer. */
export function headersOf({ type, policy = POLICY, location }: Answer): Record<string, string> {
  return {
    'content-type': MEDIA_TYPES[type],
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not `no-referrer`: forms would be sent without their origin, which is checked
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(location !== undefined && { location }),
  };
}

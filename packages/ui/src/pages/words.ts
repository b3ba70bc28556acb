import type { RunRecord, RunStatus } from '@lf/flow';
import { chip, formatDuration, formatNumber, html, NONE, type Html, type Tone } from '@lf/report';
import type { Leaf } from '../history/leaves.ts';

const TONES: Readonly<Record<RunStatus, Tone>> = {
  running: 'doubt',
  completed: 'good',
  failed: 'bad',
  interrupted: 'bad',
};

export const statusChip = (status: RunStatus): Html => chip(TONES[status], status);

/** A moment in UTC, to the second; the browser tells it in its own zone on hovering. */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${iso.replace('T', ' ').slice(0, 19)}</time>`;
}

/** How long a run took, or has taken until now. */
export function tookOf({ createdAt, endedAt, status }: RunRecord): string {
  if (endedAt !== null) return formatDuration(Date.parse(endedAt) - Date.parse(createdAt));
  return status === 'running' ? 'running' : NONE;
}

export const runPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}`;

export function runLink(runId: string): Html {
  return html`<a href="${runPath(runId)}">${runId}</a>`;
}

export const shortDigest = (digest: string): Html =>
  html`<code title="${digest}">${digest.slice(0, 12)}</code>`;

export function leafText(value: Leaf | undefined): string {
  if (value === undefined) return NONE;
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

/** `validationLoss` -> `validation loss` */
export function spaced(name: string): string {
  return name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

/** A button of a form of its own. */
export function actionButton(of: {
  readonly to: string;
  readonly text: string;
  readonly className?: string;
  readonly fields?: Readonly<Record<string, string>>;
}): Html {
  return html`<form method="post" action="${of.to}">
    ${Object.entries(of.fields ?? {}).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <button class="${of.className ?? ''}">${of.text}</button>
  </form>`;
}

/** How a text that names commands of `lf` is told. */
export type Told = (text: string) => string;

export const asItIs: Told = (text) => text;

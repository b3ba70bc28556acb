import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';

/** An ISO time as `2026-11-23 21:31:54 UTC`; what is no time, as it is. */
export function shownTime(time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return time;
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A time for people and machines. */
export function timeTag(time: string): Html {
  return html`<time datetime="${time}">${shownTime(time)}</time>`;
}

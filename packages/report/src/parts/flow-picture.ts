import { html, type Content, type Html } from '../html/html.ts';
import { formatDuration } from '../words/format.ts';
import type { Tone } from './parts.ts';

/** A task of a flow as its picture shows it. */
export interface ShownTask {
  readonly name: string;
  readonly tone: Tone;
  readonly ms: number;
  /** Short lines: memory, sizes, what became of it. */
  readonly notes: readonly string[];
}

/** Tasks in the order of the flow; those of one stage do not wait for each other. */
export type FlowStages = readonly (readonly ShownTask[])[];

/** A name that may go on in the next line after each `_`. */
function breakable(name: string): Content {
  return name.split('_').map((part, place) => (place === 0 ? part : html`_<wbr />${part}`));
}

/** The stages of a flow from left to right, on a phone from top to bottom; a task's bar is its share of the longest. */
export function flowPicture(stages: FlowStages): Html {
  const longest = Math.max(1, ...stages.flat().map(({ ms }) => ms));
  return html`<ol class="flow">
    ${stages.map(
      (tasks) =>
        html`<li>
          ${tasks.map(
            ({ name, tone, ms, notes }) =>
              html`<div class="step ${tone}">
                <b>${breakable(name)}</b>
                <span class="time">${formatDuration(ms)}</span>
                <i style="--w:${((100 * ms) / longest).toFixed(1)}%" aria-hidden="true"></i>
                ${notes.map((note) => html`<span>${note}</span>`)}
              </div>`,
          )}
        </li>`,
    )}
  </ol>`;
}

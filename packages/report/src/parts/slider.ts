import { Html, html, type Content } from '../html/html.ts';

/** What a slider shows at one of its places: a text for each slot, and a label. */
export type SliderState = Readonly<Record<string, string>> & { readonly label: string };

/** Holds the text of a slot; the slider changes it. */
export type Slot = (name: string) => Html;

/**
 * A slider over states that are all worked out before. Without scripts the first state to show stays.
 *
 * @param of.start place of the state that is shown first
 * @param of.body what is around the slots; each slot is named in every state
 */
export function slider(of: {
  readonly label: string;
  readonly states: readonly SliderState[];
  readonly start: number;
  readonly body: (slot: Slot) => Content;
}): Html {
  const { label, states, start, body } = of;
  const slot: Slot = (name) => html`<span data-slot="${name}">${states[start]?.[name]}</span>`;
  // Data, not a script: the page's policy runs none. Only '<' could end the element
  const json = new Html(JSON.stringify(states).replaceAll('<', '\\u003c'));
  return html`<div class="slider">
    <label class="js-only"
      >${label}
      <input
        type="range"
        min="0"
        max="${states.length - 1}"
        value="${start}"
        step="1"
        autocomplete="off"
        aria-valuetext="${states[start]?.label}" /></label
    >${body(slot)}
    <script type="application/json">
      ${json}
    </script>
  </div>`;
}

/**
 * The one script of a page, kept small: everything is readable without it. It moves the states of a slider
 * (`parts/slider.ts`).
 */
export const BEHAVIOUR = `
document.documentElement.classList.add('js');
addEventListener('DOMContentLoaded', () => {
  for (const slider of document.querySelectorAll('.slider')) {
    const states = JSON.parse(slider.querySelector('script').textContent);
    const input = slider.querySelector('input');
    input.addEventListener('input', () => {
      const state = states[input.value];
      for (const slot of slider.querySelectorAll('[data-slot]')) slot.textContent = state[slot.dataset.slot];
      input.setAttribute('aria-valuetext', state.label);
    });
  }
});
`;

/** Says how many runs are chosen, next to the button that compares them. */
export function tellChosen(): void {
  document.addEventListener('change', (event) => {
    if (!(event.target instanceof Element) || !event.target.matches('input[name=run]')) return;
    const count = document.querySelectorAll('input[name=run]:checked').length;
    const told = document.getElementById('chosen');
    if (told !== null) told.textContent = count === 0 ? '' : `${count} chosen`;
  });
}

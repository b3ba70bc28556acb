/**
 * What pages do in the browser: the theme, and filters over the expectations. Everything is readable
 * without it. Plain JavaScript in one text, so that a page needs no other file and can name its hash.
 */
export const BEHAVIOUR = `
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');
  const themes = ['auto', 'light', 'dark'];
  const recall = () => { try { return localStorage.getItem('data-docs-theme'); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem('data-docs-theme', theme); } catch { /* not kept */ } };
  let theme = themes.includes(recall()) ? recall() : 'auto';
  const wear = () => { if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme; };
  wear();
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const name = () => { button.textContent = 'Theme: ' + theme; };
    name();
    button.addEventListener('click', () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      wear(); keep(theme); name();
    });
    const form = document.querySelector('form.filter');
    if (form) filters(form);
  });

  function filters(form) {
    const output = form.querySelector('output');
    const groups = [...document.querySelectorAll('.group')].map((element) => ({
      element,
      at: element.dataset.g,
      title: element.querySelector('h3').textContent.toLowerCase(),
      wasOpen: element.open,
      items: [...element.querySelectorAll('.x')].map((item) => ({ item, text: null })),
    }));
    const total = groups.reduce((sum, { items }) => sum + items.length, 0);
    const field = (name) => (form.elements[name] ? form.elements[name].value : '');
    const number = (count) => count.toLocaleString('en-US');
    let isFiltering = false;
    function apply() {
      const text = field('text').trim().toLowerCase();
      const status = field('status'), severity = field('severity'), type = field('type'), column = field('column');
      const active = Boolean(text || status || severity || type || column);
      let shown = 0;
      for (const group of groups) {
        if (active && !isFiltering) group.wasOpen = group.element.open;
        const isColumn = column === '' || column === group.at;
        const isNamed = text !== '' && group.title.includes(text);
        let inside = 0;
        for (const held of group.items) {
          const { s, v, t } = held.item.dataset;
          let fits = isColumn && (status === '' || status === s || (status === 'not-passed' && s !== 'passed'))
            && (severity === '' || severity === v) && (type === '' || type === t);
          if (fits && text !== '' && !isNamed) {
            held.text ??= held.item.textContent.toLowerCase();
            fits = held.text.includes(text);
          }
          if (held.item.hidden === fits) held.item.hidden = !fits;
          if (fits) inside += 1;
        }
        shown += inside;
        group.element.hidden = active && inside === 0 && !(isColumn && group.items.length === 0 && !status && !severity && !type && (text === '' || isNamed));
        if (active) group.element.open = inside > 0 && (group.wasOpen || shown <= 200);
        else if (isFiltering) group.element.open = group.wasOpen;
      }
      isFiltering = active;
      output.textContent = active
        ? 'Showing ' + number(shown) + ' of ' + number(total) + ' expectations'
        : number(total) + ' expectations';
    }
    let waiting = 0;
    form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
    form.addEventListener('reset', () => { setTimeout(apply, 0); });
    form.addEventListener('submit', (event) => event.preventDefault());
    for (const button of form.querySelectorAll('[data-open]')) {
      button.addEventListener('click', () => {
        for (const { element } of groups) element.open = button.dataset.open === 'yes';
      });
    }
    document.addEventListener('keydown', (event) => {
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        form.elements.text.focus();
      }
    });
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    apply();
  }
})();
`;

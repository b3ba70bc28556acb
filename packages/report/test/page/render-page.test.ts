import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { html, renderPage } from '../../src/index.ts';

const page = renderPage({
  title: 'Run <script>alert(1)</script>',
  over: 'a flow',
  lead: 'the answer',
  sections: [
    { id: 'data', title: 'Data & more', body: html`<p>${'<img src=x onerror=alert(1)>'}</p>` },
  ],
});

it('holds texts as texts', () => {
  expect(page).toContain('<title>Run &lt;script&gt;alert(1)&lt;/script&gt;</title>');
  expect(page).not.toContain('<img');
});

it('lets the browser run its own script and load nothing', () => {
  const [, script = ''] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
  const digest = createHash('sha256').update(script, 'utf8').digest('base64');
  expect(page).toContain(
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'`,
  );
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
});

it('leads from its contents to each section', () => {
  expect(page).toContain('<a href="#data">Data &amp; more</a>');
  expect(page).toContain('<h2 id="data">Data &amp; more</h2>');
});

import assert from 'node:assert/strict';

/** A tag as our pages write it: names in small letters, every value in double quotes. */
const TAG = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z-]*(?:="[^"<>]*")?)*)\s*\/?>/;

const ATTRIBUTE = /([a-zA-Z][a-zA-Z-]*)(?:="([^"<>]*)")?/g;

/** Elements that make a page do or fetch something. */
const ACTIVE = ['iframe', 'object', 'embed', 'base', 'img', 'link', 'audio', 'video', 'frame'];

/** Elements whose content is no markup: it must be ours to the letter. */
const OURS = ['style', 'script'];

/**
 * Holds a page to the law: whatever came from outside is text. Every `<` begins a tag as we write them, nothing in it
 * runs or fetches, and style and script are those of every other page. `ours`: what they hold, filled in by the first page.
 */
export function checkHtml(page: string, ours: Map<string, string>): void {
  assert.match(page, /^<!doctype html> <html lang="en">/);
  let at = '<!doctype html>'.length;
  for (;;) {
    const start = page.indexOf('<', at);
    if (start === -1) break;
    const near = page.slice(start, start + 400);
    const [tag = '', close, name = '', attributes = ''] =
      TAG.exec(page.slice(start, start + 20_000)) ?? [];
    assert.ok(tag !== '', `no tag as we write them: ${near}`);
    assert.ok(!ACTIVE.includes(name), `an active element: ${near}`);
    for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
      assert.doesNotMatch(attribute, /^(on.*|src|srcdoc|action|formaction)$/i, near);
      if (attribute === 'href') assert.match(value, /^(#[\w-]*|[\w./-]+(#[\w-]*)?)$/, near);
    }
    at = start + tag.length;
    if (close === '' && OURS.includes(name)) {
      const end = page.indexOf(`</${name}>`, at);
      const content = page.slice(at, end);
      assert.equal(content, ours.get(name) ?? content);
      ours.set(name, content);
      at = end;
    }
  }
}

import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/index.ts';
import { UnreadableRecordError } from '../../src/index.ts';
import { profileColumns } from '../../src/docs/profile/profile-columns.ts';
import { writeDataDocs } from '../../src/docs/write-data-docs.ts';
import { temporaryFolder } from '../data.ts';
import { between, found, raised, resultOf } from './results.ts';

/** Every file under `folder` by its path from there. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

const pagesIn = (folder: string) =>
  Object.entries(filesIn(folder)).filter(([path]) => path.endsWith('.html'));

/** The page without its style and script, which are ours alone. */
const bodyOf = (markup: string) => markup.slice(markup.indexOf('<body>'));

const HOSTILE = `</script><img src=x onerror="alert('1')">\u202e`;

/** Two nights of a suite: one expectation fails in the second. */
const nights = [1, 2].map((day) =>
  resultOf(
    'orders',
    [
      found(
        between('price', { severity: 'warning' }),
        {
          element_count: 10,
          missing_count: 0,
          unexpected_count: day - 1,
          unexpected_percent: (day - 1) * 10,
          partial_unexpected_list: day === 1 ? [] : [101],
          partial_unexpected_index_list: day === 1 ? [] : [{ price: 101, id: 7 }],
          unexpected_index_column_names: ['id'],
        },
        day === 1,
      ),
      found(between('cost'), { observed_value: 5 }, true),
    ],
    day,
  ),
);

describe('data docs', () => {
  it('show what failed, how often, where and how badly', async () => {
    const folder = temporaryFolder();
    const { results } = await writeDataDocs({ folder, results: nights });
    const body = bodyOf(readFileSync(results[1]!, 'utf8'));
    expect(body).toContain('1 of 10 rows (10%) fail.');
    expect(body).toContain('<code>101</code>');
    expect(body).toContain('id = 7');
    expect(body).toContain('<span class="chip warning">1 warning</span>');
    expect(body).toContain('failed 1 of 2 times');
    expect(body).toContain('0% to 10% failing');
    expect(body).toContain('passed 2 of 2 times');
  });

  it('tell what could not be checked, and why', async () => {
    const folder = temporaryFolder();
    const result = resultOf('orders', [
      raised(between('nope'), 'The column "nope" does not exist'),
    ]);
    const { results } = await writeDataDocs({ folder, results: [result] });
    const body = bodyOf(readFileSync(results[0]!, 'utf8'));
    expect(body).toContain('Could not be checked: The column &quot;nope&quot; does not exist');
    expect(body).not.toContain('at x');
  });

  it('ask for nothing from outside, and every link leads to a page', async () => {
    const folder = temporaryFolder();
    const unchecked = { name: 'Not checked/yet', expectations: [between('a')] };
    await writeDataDocs({ folder, suites: [unchecked], results: nights });
    for (const [path, markup] of pagesIn(folder)) {
      expect(markup).not.toMatch(/(https?:)?\/\/[a-z]/i);
      expect(markup).not.toMatch(/\s(src|srcset|data|action)=/);
      expect(markup).not.toMatch(/@import|url\(/);
      for (const [, href = ''] of bodyOf(markup).matchAll(/href="([^"]*)"/g)) {
        const target = href.startsWith('#') ? path : join(dirname(path), href);
        expect(existsSync(resolve(folder, target)), `${path} -> ${href}`).toBe(true);
      }
    }
    expect(pagesIn(folder).map(([path]) => path.split('/')[0])).toEqual(
      expect.arrayContaining(['index.html', 'suites', 'results']),
    );
  });

  it('are the same bytes for the same results, in any order', async () => {
    const [once, twice] = [temporaryFolder(), temporaryFolder()];
    await writeDataDocs({ folder: once, results: nights });
    await writeDataDocs({ folder: twice, results: nights.toReversed() });
    expect(filesIn(twice)).toEqual(filesIn(once));
  });

  it('grow: a later call keeps the pages that are there', async () => {
    const [grown, whole] = [temporaryFolder(), temporaryFolder()];
    const first = await writeDataDocs({ folder: grown, results: nights.slice(0, 1) });
    const before = new Date(2020, 0, 1);
    utimesSync(first.results[0]!, before, before);
    await writeDataDocs({ folder: grown, results: nights.slice(1) });
    expect(statSync(first.results[0]!).mtime).toEqual(before);
    await writeDataDocs({ folder: whole, results: nights });
    expect(filesIn(grown)).toEqual(filesIn(whole));
    await writeDataDocs({ folder: grown });
    expect(filesIn(grown)).toEqual(filesIn(whole));
  });

  it('keep hostile names and values from becoming markup or paths', async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 20 }, (_, at) => ({
      [HOSTILE]: at === 3 ? 'x'.repeat(1_000_000) : HOSTILE,
    }));
    const expectations = [
      {
        type: 'expect_column_values_to_be_in_set',
        kwargs: { column: HOSTILE, value_set: [HOSTILE] },
      },
      {
        type: 'expect_column_values_to_not_be_in_set',
        kwargs: { column: HOSTILE, value_set: [HOSTILE] },
        description: HOSTILE,
        notes: HOSTILE,
      },
      { type: 'expect_column_values_to_be_null', kwargs: { column: `${HOSTILE}?` } },
    ];
    const suite = { name: `../../${HOSTILE}`, expectations };
    const result = await validate({
      source: { rows },
      suite,
      runName: HOSTILE,
      resultFormat: 'COMPLETE',
    });
    const profiles = { [suite.name]: await profileColumns({ rows }) };
    await writeDataDocs({ folder, suites: [suite], results: [result], profiles });
    for (const [path, markup] of pagesIn(folder)) {
      expect(path).toMatch(/^[a-z0-9/.TZ-]+$/);
      expect(path).not.toContain('..');
      const body = bodyOf(markup);
      expect(body).not.toContain('<img');
      expect(body).not.toContain('<script');
      expect(body).not.toContain('\u202e');
      expect(body.length).toBeLessThan(60_000);
      // Every quoted attribute ends where it should: nothing but attributes inside a tag.
      for (const [tag] of body.matchAll(/<[a-z][^>]*>/g)) {
        expect(tag).toMatch(/^<[a-z][a-z0-9]*(\s+[a-zA-Z:-]+(="[^"<>]*")?)*\s*\/?>$/);
      }
    }
  });

  it.each([
    ['a text', { notes: 'see **the shop**' }],
    ['several', { notes: ['other', 'see **the shop**'] }],
    ['those of 0.13', { meta: { notes: { format: 'markdown', content: ['see **the shop**'] } } }],
    ['those of 0.13, one', { meta: { notes: 'see **the shop**' } }],
  ])('show notes in Markdown on suite and result pages: %s', async (_, given) => {
    const folder = temporaryFolder();
    const expectation = { type: 'expect_table_row_count_to_equal', kwargs: { value: 1 }, ...given };
    const suite = { name: 'orders', expectations: [expectation] };
    const result = await validate({ source: { rows: [{ a: 1 }] }, suite });
    await writeDataDocs({ folder, suites: [suite], results: [result] });
    const pages = pagesIn(folder).filter(([path]) => /^(suites|results)/.test(path));
    expect(pages).toHaveLength(2);
    for (const [, page] of pages) expect(page).toContain('<p>see <strong>the shop</strong></p>');
  });

  it.each([
    ['those of 1.x', { notes: 'see **the shop**' }, true],
    ['several', { notes: ['other', 'see **the shop**'] }, true],
    [
      'those of 0.13',
      { meta: { notes: { format: 'markdown', content: 'see **the shop**' } } },
      true,
    ],
    ['plain ones', { meta: { notes: { format: 'string', content: ['see **the shop**'] } } }, false],
  ])(
    'show the notes of a suite, also where the result alone tells of it: %s',
    async (_, given, isBold) => {
      const suite = { name: 'orders', expectations: [], ...given };
      const result = await validate({ source: { rows: [{ a: 1 }] }, suite });
      for (const suites of [[], [suite]]) {
        const folder = temporaryFolder();
        await writeDataDocs({ folder, suites, results: [result] });
        const pages = pagesIn(folder).filter(([path]) => /^(suites|results)/.test(path));
        const shown = isBold ? '<p>see <strong>the shop</strong></p>' : '<p>see **the shop**</p>';
        expect(pages.map(([, page]) => page.includes(shown))).toEqual([true, true]);
      }
    },
  );

  it('allow no script but their own', async () => {
    const folder = temporaryFolder();
    const { index } = await writeDataDocs({ folder, results: nights });
    const markup = readFileSync(index, 'utf8');
    const script = /<script>(.*?)<\/script>/s.exec(markup)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
    expect(markup).toContain(`script-src 'sha256-${Buffer.from(digest).toString('base64')}'`);
    expect(markup).toContain("default-src 'none'");
    expect(() => new Script(script)).not.toThrow();
  });

  it('stay small and folded with 3,000 expectations', async () => {
    const folder = temporaryFolder();
    const results = Array.from({ length: 3_000 }, (_, at) =>
      found(
        between(`column ${at >> 3}`),
        {
          element_count: 1000,
          missing_count: 0,
          unexpected_count: 60,
          unexpected_percent: 6,
          partial_unexpected_list: Array.from({ length: 20 }, (_row, row) => row * 1000),
        },
        at % 10 > 0,
      ),
    );
    const given = [1, 2, 3].map((day) => resultOf('wide', results, day));
    const written = await writeDataDocs({ folder, results: given });
    const body = bodyOf(readFileSync(written.results[2]!, 'utf8'));
    expect(body.length).toBeLessThan(1_800_000);
    expect(body.match(/<li class="x/g)).toHaveLength(3_000);
    expect(body.match(/<details class="group"[^>]*open/g)?.length).toBeLessThan(10);
    expect(body).toContain('class="many"');
    const suite = readFileSync(join(folder, 'suites/wide.html'), 'utf8');
    expect(suite.length).toBeLessThan(1_800_000);
  });

  it('go on with the history of an expectation when its bounds move', async () => {
    const folder = temporaryFolder();
    const moved = { ...between('price'), kwargs: { column: 'price', max_value: 9 } };
    await writeDataDocs({
      folder,
      results: [resultOf('s', [found(between('price'))], 1), resultOf('s', [found(moved)], 2)],
    });
    expect(readFileSync(join(folder, 'suites/s.html'), 'utf8')).toContain('failed 2 of 2 times');
  });

  it('say which record is broken, and what to do', async () => {
    const folder = temporaryFolder();
    await writeDataDocs({ folder, results: nights });
    writeFileSync(
      join(folder, 'records/orders/20261109T000000Z-0123456789ab.json'),
      '{"version":1}',
    );
    await expect(writeDataDocs({ folder })).rejects.toThrow(UnreadableRecordError);
    await expect(writeDataDocs({ folder })).rejects.toThrow(/Delete the file/);
  });

  it('keep suites apart whose names differ in letter case alone', async () => {
    const folder = temporaryFolder();
    const names = ['orders', 'Orders', 'orders ', 'con'];
    await writeDataDocs({ folder, suites: names.map((name) => ({ name, expectations: [] })) });
    const lower = readdirSync(join(folder, 'suites')).map((name) => name.toLowerCase());
    expect(new Set(lower).size).toBe(4);
    expect(lower).not.toContain('con.html');
  });
});

import { describe, expect, it } from 'vitest';
import {
  flowPicture,
  html,
  preformatted,
  scaleOf,
  slider,
  spanMeter,
  table,
} from '../../src/index.ts';

describe('table', () => {
  it('names its rows and columns for who hears it, and gives no head to a column without a name', () => {
    const { markup } = table({
      caption: 'Models',
      columns: [{ name: 'model' }, { name: '', kind: 'meter' }],
      rows: [{ cells: ['<b>', html`<i></i>`], isOwn: true }],
    });
    expect(markup).toContain('<th scope="col" >model</th>');
    expect(markup).not.toMatch(/<th[^>]*><\/th>/);
    expect(markup).toContain('<th scope="row" >&lt;b&gt;</th>');
    expect(markup).toContain('class="own"');
  });
});

describe('spanMeter', () => {
  it('stands where its value is on the scale', () => {
    expect(spanMeter({ value: 0.5, low: 0.25, high: 0.75 }, [0, 1]).markup).toContain(
      '--from:25.00%;--wide:50.00%;--at:50.00%',
    );
  });

  it('has a scale that holds every interval, not below 0 where no value is', () => {
    const [least, greatest] = scaleOf([
      { value: 0, low: 0, high: 0.1 },
      { value: 0.5, low: 0.4, high: 0.6 },
    ]);
    expect(least).toBe(0);
    expect(greatest).toBeGreaterThan(0.6);
    expect(scaleOf([{ value: -1, low: -2, high: 0 }])[0]).toBeLessThan(-2);
  });
});

describe('slider', () => {
  const { markup } = slider({
    label: 'Threshold',
    states: [
      { label: 'low', hits: '</script><b>' },
      { label: 'high', hits: '2' },
    ],
    start: 1,
    body: (slot) => html`<p>${slot('hits')}</p>`,
  });

  it('shows its start without a script', () => {
    expect(markup).toContain('<span data-slot="hits">2</span>');
  });

  it('holds all states as data, which no text can end', () => {
    const [, json = ''] = /<script type="application\/json">([^]*?)<\/script>/.exec(markup) ?? [];
    expect(JSON.parse(json)).toEqual([
      { label: 'low', hits: '</script><b>' },
      { label: 'high', hits: '2' },
    ]);
  });
});

it('shows the tasks of a stage together, with bars as long as their share of the longest', () => {
  const task = { tone: 'good', notes: ['left 3 kB'] } as const;
  const { markup } = flowPicture([
    [{ ...task, name: 'start', ms: 500 }],
    [
      { ...task, name: 'train_model 1', ms: 1000 },
      { ...task, name: 'train_model 2', ms: 250 },
    ],
  ]);
  expect(markup.match(/<li>/g)).toHaveLength(2);
  expect([...markup.matchAll(/--w:([\d.]+)%/g)].map(([, share]) => share)).toEqual([
    '50.0',
    '100.0',
    '25.0',
  ]);
});

it('keeps the lines of a text', () => {
  expect(preformatted('Config', '{\n  "a": "<"\n}').markup).toContain(
    '{\n  &quot;a&quot;: &quot;&lt;&quot;\n}',
  );
});

import type { CountedBin, EventsDescription } from '@lf/dataset';
import {
  barChart,
  card,
  cards,
  formatDuration,
  formatMoment,
  formatNumber,
  formatShare,
  html,
  lineChart,
  meter,
  table,
  tiles,
  type Content,
} from '@lf/report';
import type { TransformedEvents } from '../../transform/transform-events.ts';
import { productsOf, type ShowProduct } from './products.ts';
import type { ReportedRun } from './reported-run.ts';

/** The events at a glance, as they were stored. */
export async function dataSection(run: ReportedRun): Promise<Content> {
  const outputs = run.outputs<TransformedEvents>('process_raw_data');
  const found = await run.json(outputs?.description);
  if (found === null) return html`<p class="soft">This run has not described its events.</p>`;
  const product = await productsOf(
    run,
    found.products.top.map(({ name }) => name),
  );
  return renderEvents(found, product);
}

function renderEvents(found: EventsDescription, product: ShowProduct): Content {
  const { events, sessions, products, overTime, funnel, gapsMs, gapsOf } = found;
  const hasProducts = products.skus > 1;
  return html`${tiles([
      { name: 'events', value: formatNumber(events) },
      { name: 'sessions', value: formatNumber(sessions) },
      { name: 'events a session', value: formatNumber(events / Math.max(1, sessions)) },
      { name: 'products', value: formatNumber(products.skus) },
      {
        name: 'from the first event to the last',
        value: formatDuration(found.lastMs - found.firstMs),
      },
    ])}
    <p class="soft">${formatMoment(found.firstMs)} to ${formatMoment(found.lastMs)}.</p>
    ${cards([
      lineChart({
        title: 'Events over time',
        note: `Each point is ${formatDuration(overTime.stepMs)}`,
        x: {
          label: 'time, UTC',
          format: (ms) => shortTime(ms, overTime.stepMs),
          domain: [found.firstMs, Math.max(found.firstMs + 1, found.lastMs)],
        },
        y: { label: 'events', domain: [0, Math.max(1, ...overTime.counts)] },
        series: [
          {
            name: 'events',
            points: overTime.counts.map((count, span) => [
              Math.min(found.lastMs, found.firstMs + (span + 0.5) * overTime.stepMs),
              count,
            ]),
          },
        ],
      }),
      shareTable(
        'What the events are',
        found.actions.map(({ name, count }) => [name, count]),
        events,
      ),
      shareTable(
        'How far sessions come',
        [
          ['sessions', sessions],
          ['with a product seen', funnel.detail],
          ['with a product in the cart', funnel.add],
          ['with a purchase', funnel.purchase],
        ],
        sessions,
      ),
      barChart({
        title: 'Lengths of the sessions',
        xLabel: 'events in the session',
        yLabel: 'sessions',
        bars: binsShown(found.sessionLengths, (from, to) =>
          to === null ? `${from}+` : from === to - 1 ? String(from) : `${from}–${to - 1}`,
        ),
      }),
      barChart({
        title: 'Time from an event to the next',
        ...(gapsOf < sessions && {
          note: `Of ${formatNumber(gapsOf)} sessions, drawn evenly`,
        }),
        xLabel: 'at least',
        yLabel: 'events',
        bars: binsShown(gapsMs, (from) =>
          from === 0 ? '0' : formatDuration(from).replace('.0', ''),
        ),
      }),
      ...(hasProducts
        ? [
            lineChart({
              title: 'Products by popularity',
              note: 'How many of the events the most popular products have',
              x: { label: 'share of the products', format: formatShare, domain: [0, 1] },
              y: { label: 'share of the events', format: formatShare, domain: [0, 1] },
              series: [{ name: 'share of the events', points: products.concentration }],
              guide: [
                [0, 0],
                [1, 1],
              ],
            }),
            shareTable(
              'The most popular products',
              products.top.map(({ name, count }) => [product(name), count]),
              products.events,
            ),
          ]
        : []),
    ])}`;
}

function shortTime(ms: number, stepMs: number): string {
  const iso = new Date(ms).toISOString();
  return stepMs < 60 * 60 * 1000 ? iso.slice(11, 16) : iso.slice(5, 10);
}

/** Bins from the first that is filled to the last. */
function binsShown(
  bins: readonly CountedBin[],
  label: (from: number, to: number | null) => string,
): readonly { readonly label: string; readonly value: number }[] {
  const filled = bins.map(({ count }) => count > 0);
  const [first, last] = [filled.indexOf(true), filled.lastIndexOf(true)];
  return bins
    .map(({ from, count }, place) => ({
      label: label(from, bins[place + 1]?.from ?? null),
      value: count,
    }))
    .slice(Math.max(0, first), last + 1);
}

function shareTable(
  title: string,
  rows: readonly (readonly [name: Content, count: number])[],
  whole: number,
): Content {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return card(
    title,
    table({
      caption: title,
      hidesCaption: true,
      columns: [
        { name: '' },
        { name: 'number', kind: 'number' },
        { name: 'share', kind: 'number' },
        { name: '', kind: 'meter' },
      ],
      rows: rows.map(([name, count]) => ({
        cells: [
          name,
          formatNumber(count),
          formatShare(whole === 0 ? null : count / whole),
          meter(count / most),
        ],
      })),
    }),
  );
}

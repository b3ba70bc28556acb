import { html, lineChart, renderPage, table, type Section } from '@lf/report';
import type { Comparison, SideResult, Spread } from './compare.ts';
import type { Machine } from './machine.ts';

/** All that a run of the benchmarks found. */
export interface BenchResult {
  readonly at: string;
  readonly machine: Machine;
  readonly comparisons: readonly Comparison[];
}

const HEAD = ['side', 'time', 'processors', 'memory', 'of our time', 'goal', 'quality'] as const;

/** A line a side, as a Markdown table under the name of the stage and its size. */
export function asMarkdown(result: BenchResult): string {
  const parts = result.comparisons.map((comparison) => {
    const rows = comparison.sides.map((side) => `| ${cellsOf(side).join(' | ')} |`);
    return [
      `## ${titleOf(comparison)}`,
      '',
      `${sentence(comparison.about)} Medians of ${processes(comparison.runs)}.`,
      '',
      `| ${HEAD.join(' | ')} |`,
      `| ${HEAD.map(() => '---').join(' | ')} |`,
      ...rows,
      '',
    ].join('\n');
  });
  return [`# Benchmarks of ${result.at}`, '', aboutMachine(result.machine), '', ...parts].join(
    '\n',
  );
}

/** The same as a page with pictures: time by size, both on logarithmic axes. */
export function asPage(result: BenchResult): string {
  const names = [...new Set(result.comparisons.map(({ stage }) => stage))];
  const sections: Section[] = names.map((name) => {
    const own = result.comparisons.filter(({ stage }) => stage === name);
    return {
      id: name,
      title: name,
      body: [...own.map(tableOf), ...(own.length > 1 ? [plotOf(own)] : [])],
    };
  });
  return renderPage({
    title: 'Benchmarks beside the libraries that you would use instead',
    over: result.at,
    lead: html`<p>${aboutMachine(result.machine)}</p>`,
    sections,
  });
}

function plotOf(comparisons: readonly Comparison[]) {
  const [first] = comparisons;
  const sides = first?.sides ?? [];
  return lineChart({
    title: `Time by ${first?.unit ?? 'rows'}`,
    x: { label: first?.unit ?? 'rows', scale: 'log' },
    y: { label: 'seconds', scale: 'log' },
    hasMarks: true,
    series: sides.map(({ side }) => ({
      name: side,
      points: comparisons.map(({ rows, sides: all }) => [
        rows,
        all.find((each) => each.side === side)?.seconds.median ?? NaN,
      ]),
    })),
  });
}

function tableOf(comparison: Comparison) {
  return table({
    caption: `${titleOf(comparison)}: ${comparison.about}. Medians of ${processes(comparison.runs)}.`,
    columns: HEAD.map((name) => ({ name, kind: name === 'side' ? 'text' : 'number' })),
    rows: comparison.sides.map((side) => ({ cells: cellsOf(side), isOwn: side.is === 'ours' })),
  });
}

const processes = (count: number) => (count === 1 ? 'one process' : `${count} processes`);

function titleOf({ stage, rows, unit }: Comparison): string {
  return `${stage}, ${rows.toLocaleString('en')} ${unit}`;
}

function cellsOf(result: SideResult): readonly string[] {
  const { side, is, version, seconds, cpuSeconds, peakBytes, timesOurs, goal, quality } = result;
  const isPeer = is === 'peer';
  return [
    is === 'floor' ? `${side} (a floor)` : isPeer ? `${version} (${side})` : side,
    `${digits(seconds.median)} s`,
    `${digits(cpuSeconds.median)} s`,
    `${digits(peakBytes / 2 ** 30)} GiB`,
    is === 'ours' ? '' : `${digits(timesOurs.median)} (${within(timesOurs)})`,
    goal === undefined ? '' : `${goal}: ${timesOurs.median >= goal ? 'reached' : 'missed'}`,
    Object.entries(quality)
      .map(([name, value]) => `${name} ${digits(value, 4)}`)
      .join(', '),
  ];
}

const within = ({ least, most }: Spread) => `${digits(least)} to ${digits(most)}`;

function digits(value: number, count = 3): string {
  return Number(value.toPrecision(count)).toLocaleString('en', { maximumFractionDigits: 6 });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function aboutMachine({ processor, cores, memoryGib, node, load }: Machine): string {
  const busy =
    load > 1
      ? ` It was busy (load ${load.toFixed(1)}): read the processors' time, not the clock's.`
      : '';
  return `${processor}, ${cores} cores, ${memoryGib} GiB, Node ${node}.${busy}`;
}

import pc from 'picocolors';
import { printable } from '../terminal/printable.ts';
import { digits, numbersAfter, renderTable } from '../terminal/table.ts';
import type { DriftReport } from './judge-drift.ts';

const COLOURS = { 'no drift': pc.green, drift: pc.red, 'not judged': pc.yellow } as const;

/** The comparison as text for a person. */
export function renderDrift(report: DriftReport, page: string | null): string {
  const { verdict, reasons, columns, quality } = report;
  const span =
    report.from === null ? '' : `, ${printable(report.from)} to ${printable(report.to ?? '')}`;
  const left = [
    report.ofOtherModels > 0 && `${report.ofOtherModels.toLocaleString('en')} of other models`,
    report.unreadable > 0 && `${report.unreadable.toLocaleString('en')} lines cannot be read`,
    report.isCut && 'older ones were left out',
  ].filter((part) => part !== false);
  return [
    `${pc.bold(COLOURS[verdict](verdict))}  ${report.kind} model ${printable(report.model)}` +
      (report.runId === null ? '' : ` of run ${printable(report.runId)}`),
    ...reasons.map((reason) => `  ${reason}`),
    '',
    `${report.requests.toLocaleString('en')} requests${span}` +
      (left.length === 0 ? '' : ` (${left.join('; ')})`),
    ...(columns.length === 0 ? [] : ['', columnsTable(report)]),
    '',
    `${quality.joined.toLocaleString('en')} outcomes` +
      (quality.unmatched === 0
        ? ''
        : `; ${quality.unmatched.toLocaleString('en')} more of requests that are not in the log`) +
      (quality.ofOtherKind === 0
        ? ''
        : `; ${quality.ofOtherKind.toLocaleString('en')} of another kind of model`),
    ...(quality.figures.length === 0 ? [] : ['', qualityTable(report)]),
    ...(page === null ? [] : ['', `page  ${printable(page)}`]),
  ].join('\n');
}

function columnsTable({ columns }: DriftReport): string {
  const head = ['column', 'verdict', 'PSI', 'distance', 'by'];
  const rows = columns.map(({ column, verdict, psi, distance, measure }) => [
    column,
    verdict,
    digits(psi),
    digits(distance),
    measure,
  ]);
  return renderTable(head, rows, ['left', 'left', 'right', 'right', 'left']);
}

function qualityTable({ quality }: DriftReport): string {
  const head = ['outcomes say', 'verdict', 'live', '95 % interval', 'when trained'];
  const rows = quality.figures.map(({ name, verdict, live, trained }) => [
    name,
    verdict,
    digits(live.value),
    `${digits(live.low)} to ${digits(live.high)}`,
    digits(trained),
  ]);
  return renderTable(head, rows, numbersAfter(2, head));
}

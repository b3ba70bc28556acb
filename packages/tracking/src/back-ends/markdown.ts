import type { Cell } from '../values/table.ts';

/** A table of text; cells keep their own signs. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellText(cell: Cell): string {
  return String(cell ?? '')
    .replace(/[\\|]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

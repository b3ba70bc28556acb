/** Where a column's text stands: numbers to the right, words to the left. */
export type Align = 'left' | 'right';

/**
 * A plain text table: columns as wide as their longest cell, a rule under the head.
 *
 * @param head names of the columns
 * @param rows cells, as many in each row as in `head`
 * @param align one entry a column; missing ones are 'left'
 */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        align[column] === 'right'
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  );
}

/** Columns of words, then columns of numbers. */
export function numbersAfter(words: number, head: readonly string[]): readonly Align[] {
  return head.map((_, column) => (column < words ? 'left' : 'right'));
}

/** A metric with three digits; one that the cases do not define is a dash. */
export function digits(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}

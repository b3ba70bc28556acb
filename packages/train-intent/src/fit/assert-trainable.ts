import type { LabelledSequences } from '@lf/dataset';
import { rowCount } from '@lf/contract';
import { IntentDataError } from '../errors.ts';

/**
 * @param part what the rows are for, as the message names them
 * @throws IntentDataError when there is no row, columns differ in length, or all labels are alike
 */
export function assertTrainable(sequences: LabelledSequences, part: string): void {
  assertRows(sequences, part);
  const rows = rowCount(sequences);
  const positives = sequences.labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === rows) {
    throw new IntentDataError(
      'labels_one_class',
      `While checking the ${part} rows, all ${rows} have the label ${positives === 0 ? 0 : 1}; expected both labels. ` +
        'Take more sessions: some in which a purchase follows the first add, and some in which none does.',
    );
  }
}

/** @throws IntentDataError when there is no row, or columns differ in length */
export function assertRows(sequences: LabelledSequences, part: string): void {
  const rows = rowCount(sequences);
  if (rows === 0) {
    throw new IntentDataError(
      'rows_empty',
      `While checking the ${part} rows, there are none; expected at least one. ` +
        'A row comes from a session with an add: check that the data has add events and that the split leaves it sessions.',
    );
  }
  for (const column of ['labels', 'cuts', 'groups', 'startMs'] as const) {
    if (sequences[column].length !== rows) {
      throw new IntentDataError(
        'columns_uneven',
        `While checking the ${part} rows, the column ${column} has ${sequences[column].length} values; expected ${rows}, one a row.`,
      );
    }
  }
}

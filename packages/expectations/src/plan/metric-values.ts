import { ExpectationsError } from '../errors.ts';
import type { PlainRow, PlainValue } from '../source/plain-value.ts';
import { shownName, shownNames } from '../shown.ts';

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** The metrics of one expectation, read from the data. */
export class MetricValues {
  readonly #values: ReadonlyMap<string, readonly PlainRow[]>;

  /** `values`: rows by metric name; an aggregate is one row with the one column `value`. */
  constructor(values: ReadonlyMap<string, readonly PlainRow[]>) {
    this.#values = values;
  }

  /** The rows of a query metric. */
  rows(name: string): readonly PlainRow[] {
    const rows = this.#values.get(name);
    if (rows !== undefined) return rows;
    throw new ExpectationsError(
      'unknown_metric',
      `An expectation asked for its metric ${shownName(name)}; it declared: ${shownNames([...this.#values.keys()])}.`,
    );
  }

  /** The single value of an aggregate metric. */
  value(name: string): PlainValue {
    return this.rows(name)[0]?.['value'] ?? null;
  }

  /** The value as a number; null when there is none (an aggregate over no rows). */
  number(name: string): number | null {
    const value = this.value(name);
    return value === null ? null : Number(value);
  }

  /** The value as a list; empty when there is none. */
  list(name: string): readonly PlainValue[] {
    const value = this.value(name);
    return isList(value) ? value : [];
  }

  /** The value as a count; 0 when there is none. */
  count(name: string): number {
    return this.number(name) ?? 0;
  }
}

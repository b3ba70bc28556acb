import type { ExpectationConfig } from '../../suite/suite.ts';
import { columnsOf } from '../words/describe-expectation.ts';

/** What a group of expectations is about: the table, one column, or several. */
export interface SubjectGroup<T> {
  readonly title: string;
  /** The column, where it is one. */
  readonly column: string | null;
  readonly items: readonly T[];
}

function subjectOf(config: ExpectationConfig): {
  readonly title: string;
  readonly column: string | null;
} {
  const { column } = config.kwargs;
  if (typeof column === 'string') return { title: column, column };
  return { title: columnsOf(config).length > 0 ? 'Several columns' : 'Table', column: null };
}

/** Items by what their expectations are about, in the order in which each subject comes first. */
export function subjectGroups<T>(
  items: readonly T[],
  configOf: (item: T) => ExpectationConfig,
): readonly SubjectGroup<T>[] {
  const groups = new Map<string, { title: string; column: string | null; items: T[] }>();
  for (const item of items) {
    const { title, column } = subjectOf(configOf(item));
    // A column may be called "Table".
    const key = JSON.stringify([column === null, title]);
    const group = groups.get(key) ?? { title, column, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

import type { Expectation } from '../declare/expectation.ts';
import { averageSessionLength } from './average-session-length.ts';
import { valuesInTypeList, valuesOfType } from './column-types.ts';
import { valuesInSet, valuesNotInSet, valuesNotNull, valuesNull } from './column-values.ts';
import { columnsMatchOrderedList } from './table-columns.ts';

/** The expectations that need no import. */
export const BUILT_IN: readonly Expectation[] = [
  averageSessionLength,
  columnsMatchOrderedList,
  valuesInSet,
  valuesInTypeList,
  valuesNotInSet,
  valuesNotNull,
  valuesNull,
  valuesOfType,
];

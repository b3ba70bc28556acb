import { averageSessionLength } from './average-session-length.ts';
import { columnAggregates } from './column-aggregates.ts';
import { columnType } from './column-dtype.ts';
import { distinctValueSets, mostCommonInSet } from './column-distinct.ts';
import * as outliers from './column-outliers.ts';
import * as pairs from './column-pairs.ts';
import * as parses from './column-parses.ts';
import { quantilesBetween } from './column-quantiles.ts';
import * as texts from './column-texts.ts';
import * as types from './column-types.ts';
import * as values from './column-values.ts';
import { klDivergenceLessThan } from './kl-divergence.ts';
import * as multicolumn from './multicolumn.ts';
import { queryResultsMatch } from './query-comparison.ts';
import * as tableColumns from './table-columns.ts';
import * as tableRows from './table-rows.ts';

const all = [
  averageSessionLength,
  columnType,
  klDivergenceLessThan,
  mostCommonInSet,
  quantilesBetween,
  queryResultsMatch,
  ...columnAggregates,
  ...distinctValueSets,
  ...Object.values(outliers),
  ...Object.values(pairs),
  ...Object.values(parses),
  ...Object.values(texts),
  ...Object.values(types),
  ...Object.values(values),
  ...Object.values(multicolumn),
  ...Object.values(tableColumns),
  ...Object.values(tableRows),
];

/** Any of the expectations that need no import. */
export type BuiltIn = (typeof all)[number];

/** The expectations that need no import, by type. */
export const BUILT_IN: readonly BuiltIn[] = all.sort((a, b) => (a.type < b.type ? -1 : 1));

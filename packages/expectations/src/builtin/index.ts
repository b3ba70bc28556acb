import type { Expectation } from '../declare/expectation.ts';
import { averageSessionLength } from './average-session-length.ts';
import { columnAggregates } from './column-aggregates.ts';
import { distinctValueSets, mostCommonInSet } from './column-distinct.ts';
import * as pairs from './column-pairs.ts';
import * as parses from './column-parses.ts';
import { quantilesBetween } from './column-quantiles.ts';
import * as texts from './column-texts.ts';
import * as types from './column-types.ts';
import * as values from './column-values.ts';
import { klDivergenceLessThan } from './kl-divergence.ts';
import * as multicolumn from './multicolumn.ts';
import * as tableColumns from './table-columns.ts';
import * as tableRows from './table-rows.ts';

/** The expectations that need no import, by type. */
export const BUILT_IN: readonly Expectation[] = [
  averageSessionLength,
  klDivergenceLessThan,
  mostCommonInSet,
  quantilesBetween,
  ...columnAggregates,
  ...distinctValueSets,
  ...[pairs, parses, texts, types, values, multicolumn, tableColumns, tableRows].flatMap((family) =>
    Object.values<Expectation>(family),
  ),
].sort((a, b) => (a.type < b.type ? -1 : 1));

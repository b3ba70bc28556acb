export { PortTakenError, RefusedRequestError, UiError } from './errors.ts';
export {
  compareRuns,
  type ComparedStep,
  type ComparedValue,
  type RunComparison,
} from './history/compare-runs.ts';
export type { Leaf } from './history/leaves.ts';
export type { ServedEndpoint, ServedVersion } from './history/lineage.ts';
export { metricSeriesOf, metricsCsv, type MetricSeries } from './history/metric-series.ts';
export { readRunHistory, type HistoryPlace, type RunHistory } from './history/run-history.ts';
export type { TrackedTask } from './history/tracked-tasks.ts';
export { startUi, type RunningUi, type UiOptions } from './server/start-ui.ts';

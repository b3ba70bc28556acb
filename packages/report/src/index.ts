export { barChart, type Bar, type BarChart } from './chart/bar-chart.ts';
export { lineChart, type LineAxis, type LineChart, type Series } from './chart/line-chart.ts';
export {
  differingAxes,
  parallelCoordinates,
  type AxisValue,
  type ParallelCoordinates,
  type Trial,
} from './chart/parallel-coordinates.ts';
export { Html, html, type Content } from './html/html.ts';
export { renderPage, type Page, type Section } from './page/render-page.ts';
export { STYLE } from './page/style.ts';
export { flowPicture, type FlowStages, type ShownTask } from './parts/flow-picture.ts';
export { meter, scaleOf, spanMeter, type Span } from './parts/meter.ts';
export {
  card,
  cards,
  chip,
  details,
  facts,
  preformatted,
  tiles,
  verdict,
  type Tone,
} from './parts/parts.ts';
export { slider, type SliderState, type Slot } from './parts/slider.ts';
export { table, type Column, type ColumnKind, type Row, type Table } from './parts/table.ts';
export {
  formatBytes,
  formatDuration,
  formatMetric,
  formatMoment,
  formatNumber,
  formatShare,
  NONE,
} from './words/format.ts';

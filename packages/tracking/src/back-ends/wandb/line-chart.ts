import type { JsonText } from './json-text.ts';

/** What wandb's pages draw as a line: the rows of the last table of that key, by two of its columns. */
export function lineChart(of: {
  readonly tableKey: string;
  readonly x: string;
  readonly y: string;
  readonly title: string;
}): JsonText {
  const field = (
    name: string,
    args: readonly object[] = [],
    fields: readonly object[] = [],
  ): object => (args.length === 0 ? { name, fields } : { name, args, fields });
  const table = field('summaryTable', [{ name: 'tableKey', value: of.tableKey }]);
  const runs = [field('id'), field('name'), field('_defaultColorIndex'), table];
  return JSON.stringify({
    panel_type: 'Vega2',
    panel_config: {
      panelDefId: 'wandb/line/v0',
      fieldSettings: { x: of.x, y: of.y, stroke: null },
      stringSettings: { title: of.title },
      transform: { name: 'tableWithLeafColNames' },
      userQuery: {
        queryFields: [field('runSets', [{ name: 'runSets', value: '${runSets}' }], runs)],
      },
    },
  });
}

import { connectSageMaker, describeRunning } from '@lf/deploy/sagemaker';
import type { Command } from 'commander';
import { estimateCost } from '../cost/estimate-cost.ts';
import { parsePriceTable } from '../cost/price-table.ts';
import { renderCost } from '../cost/render-cost.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { readJson } from '../settings/read-json.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';

/** `lf cost`. */
export function addCostCommand(program: Command): void {
  withJson(
    program
      .command('cost')
      .description("what this datastore's endpoints in SageMaker cost, by a table of prices")
      .requiredOption('--prices <file>', 'JSON: {"currency", "instances": {"<type>": <an hour>}}'),
  ).action(cost);
}

async function cost(flags: { readonly prices: string; readonly json?: boolean }): Promise<void> {
  const { json } = await readJson(flags.prices, 'the price table');
  const table = parsePriceTable(json, `the price table ${flags.prices}`);
  const { store } = openContext();
  const sagemaker = connectSageMaker();
  const region = await sagemaker.region();
  if (table.region !== undefined && table.region !== region) {
    throw new PipelineError(
      'prices_of_other_region',
      `Estimating the cost: expected prices of the region ${region}, but ${flags.prices} has those of ${table.region}. ` +
        'Pass a table of that region, or set AWS_DEFAULT_REGION.',
    );
  }
  const endpoints = await describeRunning(sagemaker, { datastore: store.url });
  const estimate = estimateCost(endpoints, table);
  if (flags.json === true) printJson({ region, ...estimate });
  else print(renderCost(estimate));
}

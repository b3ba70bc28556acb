import type { Command } from 'commander';
import type { EvaluateIntentFlags } from '../intent/evaluate-prefixes.ts';
import { settingsHere } from './context.ts';
import { wholeNumber, withJson } from './flags.ts';

/** `lf evaluate <flow>`: train and judge on files, without a run or a datastore. */
export function addEvaluateCommand(program: Command): void {
  const evaluate = program
    .command('evaluate')
    .description('train a model on a file and judge it, without a run');
  const intent = evaluate
    .command('intent')
    .description(
      'train on 80 % of the visitors of a file of labelled prefixes, judge on the other 20 %',
    )
    .requiredOption(
      '--prefixes <file>',
      'CSV[.gz]: session_key, visitor_id, events_after_first_add, symbols (V view, A add ...), label',
    )
    .option('--config <file>', 'model configuration (JSON)')
    .option('--seed <n>', 'seed of the split and of the training', wholeNumber);
  withJson(intent).action(async (flags: EvaluateIntentFlags) => {
    const { evaluatePrefixes } = await import('../intent/evaluate-prefixes.ts');
    await evaluatePrefixes(settingsHere(), flags);
  });
}

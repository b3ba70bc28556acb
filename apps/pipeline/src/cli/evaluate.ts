import type { Command } from 'commander';
import type { EvaluateIntentFlags } from './evaluate-prefixes.ts';
import type { EvaluateRecFlags } from './evaluate-cases.ts';
import { settingsHere } from '../settings/context.ts';
import { wholeNumber, withJson } from './flags.ts';

/** `lf evaluate <flow>`: train and judge on files, without a run or a datastore. */
export function addEvaluateCommand(program: Command): void {
  const evaluate = program
    .command('evaluate')
    .description('train a model on a file and measure how good it is, without a run');
  const intent = evaluate
    .command('intent')
    .description(
      'train on 80 % of the visitors in a file of labelled sessions, measure on the other 20 %',
    )
    .requiredOption(
      '--prefixes <file>',
      'CSV[.gz]: session_key, visitor_id, events_after_first_add, symbols (V view, A add ...), label',
    )
    .option('--config <file>', 'model configuration (JSON)')
    .option('--seed <n>', 'seed of the split and of the training', wholeNumber);
  withJson(intent).action(async (flags: EvaluateIntentFlags) => {
    const { evaluatePrefixes } = await import('./evaluate-prefixes.ts');
    await evaluatePrefixes(settingsHere(), flags);
  });
  const rec = evaluate
    .command('rec')
    .description(
      'train on a file of sessions, measure on a file of cases, each with the item that came next',
    )
    .requiredOption('--data <file>', 'browsing_train.csv[.gz], or the folder that holds it')
    .requiredOption(
      '--cases <file>',
      'CSV: prefix (SKUs with spaces between them, or a list: ["hat red", b]), target (the SKU that came next)',
    )
    .option('--model <choice>', 'the model, instead of MODEL_CHOICE')
    .option(
      '--config <file>',
      'model configuration (JSON); {} in the path becomes the name of the model',
    )
    .option('--seed <n>', 'seed of the training', wholeNumber);
  withJson(rec).action(async (flags: EvaluateRecFlags) => {
    const { evaluateCases } = await import('./evaluate-cases.ts');
    await evaluateCases(settingsHere(), flags);
  });
}

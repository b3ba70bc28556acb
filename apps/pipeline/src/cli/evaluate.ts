import { Option, type Command } from 'commander';
import type { EvaluateIntentFlags } from './evaluate-prefixes.ts';
import type { EvaluateRecFlags } from './evaluate-cases.ts';
import { settingsHere } from '../settings/context.ts';
import { countFromOne, seedList, wholeNumber, withJson } from './flags.ts';

/** `lf evaluate <flow>`: train and judge on files, without a run or a datastore. */
export function addEvaluateCommand(program: Command): void {
  const evaluate = program
    .command('evaluate')
    .description('train a model on a file and measure its quality, without a run');
  const intent = evaluate
    .command('intent')
    .description(
      'train on 80 % of the visitors in a file of labelled sessions, evaluate on the other 20 %',
    )
    .requiredOption(
      '--prefixes <file>',
      'CSV[.gz]: session_key, visitor_id, events_after_first_add, symbols (V view, A add ...), label',
    )
    .option(
      '--times <file>',
      'CSV[.gz] of what time and products tell at each cut (session_key, events_after_first_add, seconds_since_first_event ...): trains trees on it instead of the LSTM',
    )
    .option('--config <file>', 'model configuration (JSON)')
    .addOption(new Option('--seed <n>', 'seed of the split and of training').argParser(wholeNumber))
    .addOption(
      new Option(
        '--seeds <list>',
        'several seeds, such as 11,22,33: one split and training for each, and their mean',
      )
        .argParser(seedList)
        .conflicts('seed'),
    );
  withJson(intent).action(async (flags: EvaluateIntentFlags) => {
    const { evaluatePrefixes } = await import('./evaluate-prefixes.ts');
    await evaluatePrefixes(settingsHere(), flags);
  });
  const rec = evaluate
    .command('rec')
    .description(
      'train on a file of sessions, evaluate on a file of cases, each with the next item',
    )
    .requiredOption('--data <file>', 'browsing_train.csv[.gz], or its folder')
    .requiredOption(
      '--cases <file>',
      'CSV: prefix (SKUs separated by spaces, or a list: ["hat red", b]), target (the next SKU)',
    )
    .option('--model <choice>', 'the model, instead of MODEL_CHOICE')
    .option(
      '--config <file>',
      'model configuration (JSON); {} in the path is replaced by the name of the model',
    )
    .option('--seed <n>', 'seed of the training', wholeNumber)
    .option('--repeats <n>', 'trainings with seeds from --seed on, and their mean', countFromOne)
    .option(
      '--against <choice>',
      'a second model: differences with 95 % intervals on the same cases',
    )
    .option('--against-config <file>', 'its configuration; alone: another one of the same model');
  withJson(rec).action(async (flags: EvaluateRecFlags) => {
    const { evaluateCases } = await import('./evaluate-cases.ts');
    await evaluateCases(settingsHere(), flags);
  });
}

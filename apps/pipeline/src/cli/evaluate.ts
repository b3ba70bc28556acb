import { scorePrefixes, type PrefixScores } from '@lf/train-intent';
import { readPrefixes } from '@lf/dataset';
import { Argument, type Command } from 'commander';
import { readConfig } from '../intent/params-from-settings.ts';
import { overallTable, perCutTable } from '../report/score-tables.ts';
import { print, printJson, settingsHere } from './context.ts';
import { withJson } from './with-json.ts';
import { wholeNumber } from './run.ts';

interface EvaluateFlags {
  readonly prefixes: string;
  readonly config?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

/** `lf evaluate intent`: train and judge on a file of labelled prefixes. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description(
      'train on 80 % of the visitors of a file of labelled prefixes, judge on the other 20 %',
    )
    .addArgument(new Argument('<flow>', 'which model').choices(['intent']))
    .requiredOption(
      '--prefixes <file>',
      'CSV[.gz]: session_key, visitor_id, events_after_first_add, symbols (V view, A add ...), label',
    )
    .option('--config <file>', 'model configuration (JSON)')
    .option('--seed <n>', 'seed of the split and of the training', wholeNumber);
  withJson(command).action(async (_flow: string, flags: EvaluateFlags) => {
    const config = await readConfig(settingsHere(), flags);
    const prefixes = await readPrefixes(flags.prefixes);
    const scores = await scorePrefixes({
      prefixes,
      config,
      onProgress: ({ epoch, loss, validationLoss, sessionsPerSecond }) => {
        process.stderr.write(
          `epoch ${epoch}: loss ${loss.toFixed(4)}, validation ${validationLoss.toFixed(4)}, ${Math.round(sessionsPerSecond).toLocaleString('en')} rows/s\n`,
        );
      },
    });
    if (flags.json === true) printJson(scores);
    else print(renderScores(scores));
  });
}

function renderScores({ models, rows, verdict }: PrefixScores): string {
  return [
    `Trained on ${rows.train} rows, stopped on ${rows.validation}, judged on ${rows.test} of other visitors`,
    overallTable(models),
    '',
    'ROC-AUC per k, the events after the first add',
    perCutTable(models, 'rocAuc'),
    '',
    'PR-AUC per k',
    perCutTable(models, 'prAuc'),
    '',
    verdict,
  ].join('\n');
}

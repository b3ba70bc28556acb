import pc from 'picocolors';
import { printable } from '../terminal/printable.ts';
import { renderWhereabouts, type RunReport } from './finished-run.ts';
import type { RecScores } from '../train/rec-scores.ts';
import { verdictLine } from './verdict-line.ts';
import { candidatesTable, lengthsTable, modelsTable, popularityTable } from './rec-score-tables.ts';

/** The report for people: scores beside the baselines, by length and popularity, where everything lies, a line to try. */
export function renderRecReport(report: RunReport<RecScores, readonly string[]>): string {
  const { scores, served } = report;
  const [model] = scores.models;
  const n = (value: number) => value.toLocaleString('en');
  return [
    '',
    ...(scores.candidates.length > 1
      ? [
          `${pc.bold('The models to choose from')} on the ${n(scores.validationSessions)} validation sessions, the best first`,
          candidatesTable(scores.candidates),
          ...((scores.choice ?? null) === null
            ? []
            : ['', `${pc.bold('Chosen')}, ${scores.choice}`]),
          '--model or MODEL_CHOICE trains one of them alone.',
          '',
        ]
      : []),
    `${pc.bold('Test sessions')}, the latest ${n(scores.testSessions)} by start: the next product among ${n(scores.itemCount)}, ± half a 95 % interval`,
    modelsTable(scores.models),
    '',
    ...(model === undefined
      ? []
      : [
          `${pc.bold(model.name)} by length of the session and by popularity`,
          lengthsTable(model.evaluation),
          '',
          popularityTable(model.evaluation),
          '',
        ]),
    verdictLine(scores),
    '',
    renderWhereabouts(
      report,
      served.prediction.map((sku) => `\n  ${pc.bold(printable(sku))}`).join(''),
    ),
  ].join('\n');
}

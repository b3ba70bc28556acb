import {
  chip,
  formatMetric,
  formatNumber,
  formatShare,
  html,
  NONE,
  table,
  type Content,
} from '@lf/report';
import type { Deployment, MadeModel } from '../../deploy/deploy-bundle.ts';
import type { ReportedRun } from './reported-run.ts';

/** What is other than in the model that served before. */
export function championSection(run: ReportedRun): Content {
  const outputs = run.outputs<Deployment<unknown>>('deploy');
  if (outputs === null) return html`<p class="soft">This run has deployed nothing.</p>`;
  const { champion, made } = outputs;
  if (champion === null || champion === undefined) {
    return html`<p class="soft">No model served before this one.</p>`;
  }
  const { comparison } = champion;
  return html`<p>
      ${
        comparison === null
          ? html`<code>${champion.name}</code> served before; it could not be judged on the rows of
              this run.`
          : html`${chip(comparison.isWorse ? 'bad' : 'good', comparison.isWorse ? 'worse' : 'no worse')}
              Compared with <code>${champion.name}</code> on the same
              ${formatNumber(comparison.rows)} validation cases: ${comparison.metric}
              ${formatMetric(comparison.challenger)} now, ${formatMetric(comparison.champion)}
              before
              (${comparison.dropRatio === null ? NONE : `${comparison.dropRatio <= 0 ? '+' : '−'}${formatShare(Math.abs(comparison.dropRatio))}`};
              a loss of more than ${formatShare(comparison.maxDropRatio)} is not deployed).`
      }
    </p>
    ${champion.made !== null && made !== undefined && changes(champion.made, made)}`;
}

function changes(before: MadeModel, now: MadeModel): Content {
  const flat = ({ config, seed, dataDigest }: MadeModel) =>
    new Map([
      ...Object.entries(config),
      ['seed', String(seed)],
      ['training data', dataDigest.slice(0, 19)],
    ]);
  const [old, fresh] = [flat(before), flat(now)];
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => old.get(name) !== fresh.get(name),
  );
  const settings =
    changed.length === 0
      ? html`<p>Configuration, seed and training data are the same.</p>`
      : table({
          caption: 'What was changed',
          columns: [{ name: 'setting' }, { name: 'before' }, { name: 'now' }],
          rows: changed.map((name) => ({
            cells: [
              name,
              html`<code>${old.get(name) ?? NONE}</code>`,
              html`<code>${fresh.get(name) ?? NONE}</code>`,
            ],
          })),
        });
  const metrics = Object.keys(now.metrics).filter((name) => !name.includes('.'));
  return html`${settings}
  ${table({
    caption: 'Metrics of each on the test sessions of its own run, which may differ',
    columns: [
      { name: 'metric' },
      { name: 'before', kind: 'number' },
      { name: 'now', kind: 'number' },
    ],
    rows: metrics.map((name) => ({
      cells: [name, formatMetric(before.metrics[name]), formatMetric(now.metrics[name])],
    })),
  })}`;
}

import {
  cards,
  formatMetric,
  formatNumber,
  formatShare,
  html,
  lineChart,
  NONE,
  scaleOf,
  spanMeter,
  table,
  type Content,
  type Row,
} from '@lf/report';
import type { Interval } from '@lf/contract';
import type { RankMetrics } from '@lf/train-rec';
import type { ChosenModel } from '../../evaluate/evaluate-model.ts';
import type { SampleSession } from '../../evaluate/sample-sessions.ts';
import {
  CUTOFF,
  metricsAt,
  type RecScores,
  type ScoredModel,
  type StoredEvaluation,
} from '../../train/rec-scores.ts';
import { BAND_NAMES, lengthName } from '../rec-score-tables.ts';
import type { Answer, FlowFindings } from './answer.ts';
import { gainsTable, JUDGEMENTS } from './judgement.ts';
import { noModel } from './no-model.ts';
import { productsOf } from './products.ts';
import type { ReportedRun } from './reported-run.ts';
import { sweepPicture } from './sweep-picture.ts';

/** How well a recommender ranks what came next, compared with its baselines. */
export async function recFindings(run: ReportedRun): Promise<FlowFindings> {
  const outputs = run.outputs<ChosenModel>('evaluate_model');
  const scores = await run.json(outputs?.scores);
  if (scores === null) return noModel(run);
  const samples = await run.json(outputs?.samples);
  return {
    answer: answer(scores),
    sections: [
      {
        id: 'quality',
        title: 'How good it is',
        body: quality(scores, sweepPicture(scores.candidates, run.view.params['candidates'])),
      },
      ...(samples === null || samples.length === 0
        ? []
        : [{ id: 'samples', title: 'Sample sessions', body: await samplesTable(run, samples) }]),
    ],
  };
}

function answer({ standing, verdict, choice, models, testSessions, itemCount }: RecScores): Answer {
  const evaluation = models[0]?.evaluation;
  const at = evaluation === undefined ? null : metricsAt(evaluation);
  const unseen =
    evaluation === undefined ? null : evaluation.unseenTargets / Math.max(1, evaluation.cases);
  return {
    ...JUDGEMENTS[standing],
    reasons: [
      verdict,
      // Runs of earlier versions have none
      choice !== null && choice !== undefined && `It was chosen, ${choice}.`,
      `Judged on ${formatNumber(evaluation?.cases)} next products of the latest ${formatNumber(testSessions)} sessions, among ${formatNumber(itemCount)} products; in brackets, 95 % intervals.`,
      unseen !== null &&
        unseen > 0 &&
        `${formatShare(unseen)} of what came next was never seen in training: no model can recommend it.`,
    ],
    tiles: [
      { name: `HR@${CUTOFF}`, value: formatMetric(at?.hr) },
      { name: `MRR@${CUTOFF}`, value: formatMetric(at?.mrr) },
      { name: `NDCG@${CUTOFF}`, value: formatMetric(at?.ndcg) },
      { name: 'of the products are recommended to somebody', value: formatShare(at?.coverage) },
      { name: 'of what came next is unseen', value: formatShare(unseen) },
    ],
  };
}

function quality(scores: RecScores, sweep: Content): Content {
  const { models, candidates } = scores;
  const [own] = models;
  return html`${modelsTable(models)} ${gainsTable(`NDCG@${CUTOFF}`, scores)}
  ${
    candidates.length > 1 &&
    table({
      caption: `The models to choose from on ${formatNumber(scores.validationSessions)} validation sessions, the best first`,
      columns: ['model', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`, 'coverage'].map(
        (name, place) => (place === 0 ? { name } : { name, kind: 'number' }),
      ),
      rows: [...candidates]
        .sort((a, b) => b.ndcg - a.ndcg)
        .map(({ name, hr, mrr, ndcg, coverage }, place) => ({
          isOwn: place === 0,
          cells: [name, ...[hr, mrr, ndcg, coverage].map(formatMetric)],
        })),
    })
  }
  ${sweep}
  ${cards([
    ...(['hr', 'mrr', 'ndcg'] as const).map((metric) =>
      lineChart({
        title: `${metric.toUpperCase()} by the length of the list`,
        x: { label: 'products in the list', domain: [0, CUTOFF] },
        y: { label: metric.toUpperCase() },
        series: models.slice(0, 6).map(({ name, evaluation }) => ({
          name,
          points: evaluation.cutoffs.map((at) => [at.k, at[metric]?.value ?? NaN] as const),
        })),
        hasMarks: true,
      }),
    ),
  ])}
  ${own !== undefined && groupTables(own)}`;
}

function modelsTable(models: readonly ScoredModel[]): Content {
  const ndcgOf = ({ cutoffs }: StoredEvaluation) =>
    cutoffs.find(({ k }) => k === CUTOFF)?.ndcg ?? null;
  const known = models.map(({ evaluation }) => ndcgOf(evaluation)).filter((each) => each !== null);
  const scale = known.length === 0 ? null : scaleOf(known);
  return table({
    caption: `The next product on the test sessions; the line is NDCG@${CUTOFF} with its 95 % interval`,
    columns: [
      { name: 'model' },
      ...[`HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`, 'coverage'].map((name) => ({
        name,
        kind: 'number' as const,
      })),
      {
        name: scale === null ? '' : `${formatMetric(scale[0])} to ${formatMetric(scale[1])}`,
        kind: 'meter',
      },
    ],
    rows: models.map(({ name, evaluation }, place): Row => {
      const { hr, mrr, coverage } = metricsAt(evaluation);
      const ndcg = ndcgOf(evaluation);
      return {
        isOwn: place === 0,
        cells: [
          name,
          formatMetric(hr),
          formatMetric(mrr),
          withMargin(ndcg),
          formatShare(coverage),
          ndcg !== null && scale !== null && spanMeter(ndcg, scale),
        ],
      };
    }),
  });
}

function withMargin(estimate: Interval | null): string {
  if (estimate === null) return NONE;
  return `${formatMetric(estimate.value)} ± ${formatMetric((estimate.high - estimate.low) / 2)}`;
}

function groupTables({ name, evaluation }: ScoredModel): Content {
  return html`${groupTable(
    `${name} by the length of the session so far`,
    'events before',
    evaluation.bySessionLength.map((group) => [lengthName(group), group]),
  )}
  ${groupTable(
    `${name} by how popular the next product is`,
    'the next product is',
    evaluation.byItemPopularity.map((group) => [BAND_NAMES[group.band], group]),
  )}`;
}

function groupTable(
  caption: string,
  title: string,
  groups: readonly (readonly [name: string, metrics: RankMetrics])[],
): Content {
  const spans = groups.flatMap(([, { hr }]) => (hr === null ? [] : [hr]));
  const scale = spans.length === 0 ? null : scaleOf(spans);
  return table({
    caption: `${caption}; the line is HR@${CUTOFF} with its 95 % interval`,
    columns: [
      { name: title },
      ...['cases', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`].map((name) => ({
        name,
        kind: 'number' as const,
      })),
      {
        name: scale === null ? '' : `${formatMetric(scale[0])} to ${formatMetric(scale[1])}`,
        kind: 'meter',
      },
    ],
    rows: groups.map(([name, { cases, hr, mrr, ndcg }]) => ({
      cells: [
        name,
        formatNumber(cases),
        ...[hr, mrr, ndcg].map((each) => formatMetric(each?.value)),
        hr !== null && scale !== null && spanMeter(hr, scale),
      ],
    })),
  });
}

async function samplesTable(run: ReportedRun, samples: readonly SampleSession[]): Promise<Content> {
  const product = await productsOf(
    run,
    samples.flatMap(({ before, came, recommended }) => [...before, came ?? '', ...recommended]),
  );
  const list = (skus: readonly string[], came: string | null = null) =>
    html`<ul class="plain">
      ${skus.map((sku, place) =>
        sku === came
          ? html`<li><strong>${product(sku)} place ${place + 1}</strong></li>`
          : html`<li>${product(sku)}</li>`,
      )}
    </ul>`;
  return table({
    caption:
      'Test sessions, drawn evenly: what the session held, what came next, and the five best recommendations',
    columns: [
      { name: 'the session' },
      { name: 'came next' },
      { name: 'recommended, the best first' },
    ],
    rows: samples.map(({ before, earlier, came, recommended }) => ({
      cells: [
        html`${earlier > 0 && `${earlier} earlier, then`} ${list(before)}`,
        came === null ? 'a product unseen in training' : product(came),
        list(recommended, came),
      ],
    })),
  });
}

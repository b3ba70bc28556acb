import {
  card,
  cards,
  formatMetric,
  formatNumber,
  formatShare,
  html,
  lineChart,
  NONE,
  scaleOf,
  slider,
  spanMeter,
  table,
  type Content,
  type SliderState,
} from '@lf/report';
import type { IntentComparison } from '@lf/train-intent';
import type { CountsAtThresholds, IntentCurves, ModelCurves } from '../../train/intent-curves.ts';
import type { IntentScores } from '../../train/intent-scores.ts';
import type { TrainedModel } from '../../train/train-intent.ts';
import { METRICS } from '../intent-score-tables.ts';
import type { Answer, FlowFindings } from './answer.ts';
import { gainsTable, JUDGEMENTS } from './judgement.ts';
import { noModel } from './no-model.ts';
import type { ReportedRun } from './reported-run.ts';

/** How good an intent model is, compared with its baselines. */
export async function intentFindings(run: ReportedRun): Promise<FlowFindings> {
  const outputs = run.outputs<TrainedModel>('train_model');
  const scores = await run.json(outputs?.scores);
  if (scores === null) return noModel(run);
  const curves = await run.json(outputs?.curves);
  return {
    answer: answer(scores),
    sections: [{ id: 'quality', title: 'How good it is', body: quality(scores, curves) }],
  };
}

function answer({ comparison, bestAchievable, testRows }: IntentScores): Answer {
  const [own] = comparison.models;
  const overall = own?.evaluation.overall;
  const best = bestAchievable?.overall.rocAuc ?? null;
  return {
    ...judgement(comparison),
    reasons: [
      comparison.verdict,
      `Judged on ${formatNumber(testRows)} rows of the latest sessions, which the training has not seen; ${formatShare((overall?.positives ?? 0) / Math.max(1, overall?.rows ?? 0))} of them are followed by a purchase.`,
      overall?.calibrationError !== null &&
        overall?.calibrationError !== undefined &&
        `Its probabilities are off by ${formatShare(overall.calibrationError)} on average (expected calibration error).`,
      best !== null &&
        `No model could reach more than ${formatMetric(best)} on this synthetic shop.`,
    ],
    tiles: [
      { name: 'ROC-AUC', value: formatMetric(overall?.rocAuc) },
      { name: 'best baseline', value: formatMetric(bestBaseline(comparison)) },
      { name: 'PR-AUC', value: formatMetric(overall?.prAuc) },
      { name: 'calibration error', value: formatMetric(overall?.calibrationError) },
    ],
  };
}

function judgement({
  standing,
  isBetterThanEveryBaseline,
}: Partial<IntentComparison>): Pick<Answer, 'tone' | 'badge'> {
  // Runs of earlier versions tell no more than this
  return JUDGEMENTS[standing ?? (isBetterThanEveryBaseline === true ? 'better' : 'even')];
}

function bestBaseline({ models }: IntentComparison): number | null {
  const values = models.slice(1).map(({ evaluation }) => evaluation.overall.rocAuc ?? 0);
  return values.length === 0 ? null : Math.max(...values);
}

function quality(scores: IntentScores, curves: IntentCurves | null): Content {
  const { comparison } = scores;
  return html`${rocAucTable(comparison)} ${gainsTable('ROC-AUC', comparison)}
  ${metricsTable(scores)} ${perCutTable(comparison)}
  ${curves !== null && curveCards(curves, comparison)}`;
}

function rocAucTable({ models, rocAucs }: IntentComparison): Content {
  const known = (rocAucs ?? []).filter((each) => each !== null);
  if (known.length === 0) return null;
  const scale = scaleOf(known);
  return table({
    caption: 'ROC-AUC with its 95 % interval; rows of one session count as dependent',
    columns: [
      { name: 'model' },
      { name: 'ROC-AUC', kind: 'number' },
      { name: 'interval', kind: 'number' },
      { name: `${formatMetric(scale[0])} to ${formatMetric(scale[1])}`, kind: 'meter' },
    ],
    rows: models.map(({ name }, place) => {
      const found = rocAucs[place] ?? null;
      return {
        isOwn: place === 0,
        cells: [
          name,
          formatMetric(found?.value),
          found === null ? NONE : `${formatMetric(found.low)} to ${formatMetric(found.high)}`,
          found !== null && spanMeter(found, scale),
        ],
      };
    }),
  });
}

function metricsTable({ comparison, bestAchievable }: IntentScores): Content {
  const models = [
    ...comparison.models,
    ...(bestAchievable === null ? [] : [{ name: '(best achievable)', evaluation: bestAchievable }]),
  ];
  return table({
    caption: 'Every metric over all rows; F1 at the threshold of each model, accuracy at 0.5',
    columns: [{ name: 'model' }, ...METRICS.map(([name]) => ({ name, kind: 'number' as const }))],
    rows: models.map(({ name, evaluation }, place) => ({
      isOwn: place === 0,
      cells: [name, ...METRICS.map(([, key]) => formatMetric(evaluation.overall[key]))],
    })),
  });
}

function perCutTable({ models }: IntentComparison): Content {
  const cuts = models[0]?.evaluation.perCut ?? [];
  return table({
    caption: 'ROC-AUC by k, the events after the first add that the model has seen',
    columns: [
      { name: 'k' },
      { name: 'rows', kind: 'number' },
      { name: 'purchases', kind: 'number' },
      ...models.map(({ name }) => ({ name, kind: 'number' as const })),
    ],
    rows: cuts.map(({ cut, rows, positives }) => ({
      cells: [
        String(cut),
        formatNumber(rows),
        formatShare(rows === 0 ? null : positives / rows),
        ...models.map(({ evaluation }) =>
          formatMetric(evaluation.perCut.find((each) => each.cut === cut)?.rocAuc),
        ),
      ],
    })),
  });
}

const UNIT = [0, 1] as const;
const DIAGONAL = [
  [0, 0],
  [1, 1],
] as const;

function curveCards({ models }: IntentCurves, comparison: IntentComparison): Content {
  const [own] = models;
  const positiveShare =
    own === undefined ? 0 : positivesOf(own.overall) / Math.max(1, rowsOf(own.overall));
  return cards([
    lineChart({
      title: 'ROC',
      note: 'Dotted: a model that guesses',
      x: { label: 'share of the others that are called', format: formatShare, domain: UNIT },
      y: { label: 'share of the purchases that are found', format: formatShare, domain: UNIT },
      series: models.map(({ name, overall }) => ({ name, points: rocPoints(overall) })),
      guide: DIAGONAL,
    }),
    lineChart({
      title: 'Precision and recall',
      note: 'Dotted: the share of purchases, which a model that guesses has',
      x: { label: 'recall', format: formatShare, domain: UNIT },
      y: { label: 'precision', format: formatShare, domain: UNIT },
      series: models.map(({ name, overall }) => ({ name, points: precisionPoints(overall) })),
      guide: [
        [0, positiveShare],
        [1, positiveShare],
      ],
    }),
    lineChart({
      title: 'Calibration',
      note: 'Dotted: probabilities that are what they say',
      x: { label: 'mean probability', format: formatShare, domain: UNIT },
      y: { label: 'share that was followed by a purchase', format: formatShare, domain: UNIT },
      series: models.map(({ name, calibration: { x, y } }) => ({
        name,
        points: x.map((at, place) => [at, y[place] ?? NaN] as const),
      })),
      guide: DIAGONAL,
      hasMarks: true,
    }),
    lineChart({
      title: 'Lift',
      note: 'Purchases among the likeliest sessions, compared with as many drawn at random',
      x: { label: 'share of the sessions, the likeliest first', format: formatShare, domain: UNIT },
      y: { label: 'times as many' },
      series: models.map(({ name, gains }) => ({
        name,
        points: gains.map(
          (gain, tenth) =>
            [(tenth + 1) / gains.length, (gain * gains.length) / (tenth + 1)] as const,
        ),
      })),
      hasMarks: true,
    }),
    ...(own !== undefined && own.perCut.length > 1
      ? [
          lineChart({
            title: `ROC of ${own.name} by k`,
            x: { label: 'share of the others that are called', format: formatShare, domain: UNIT },
            y: {
              label: 'share of the purchases that are found',
              format: formatShare,
              domain: UNIT,
            },
            series: own.perCut
              .slice(0, 6)
              .map((each) => ({ name: `k = ${each.cut}`, points: rocPoints(each) })),
            guide: DIAGONAL,
          }),
        ]
      : []),
    ...(own === undefined
      ? []
      : [confusion(own, comparison.models[0]?.evaluation.threshold ?? 0.5)]),
  ]);
}

const positivesOf = ({ truePositives }: CountsAtThresholds) => truePositives[0] ?? 0;
const negativesOf = ({ falsePositives }: CountsAtThresholds) => falsePositives[0] ?? 0;
const rowsOf = (counts: CountsAtThresholds) => positivesOf(counts) + negativesOf(counts);

/** Points one after another, those that repeat the one before left out. */
function distinct(
  points: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  return points.filter(([x, y], place) => {
    const before = points[place - 1];
    return before === undefined || before[0] !== x || before[1] !== y;
  });
}

function rocPoints(counts: CountsAtThresholds): readonly (readonly [number, number])[] {
  const { truePositives, falsePositives } = counts;
  const falling = truePositives.map(
    (found, place) =>
      [
        (falsePositives[place] ?? 0) / Math.max(1, negativesOf(counts)),
        found / Math.max(1, positivesOf(counts)),
      ] as const,
  );
  return distinct([[0, 0], ...falling.reverse()]);
}

function precisionPoints(counts: CountsAtThresholds): readonly (readonly [number, number])[] {
  return distinct(
    counts.truePositives.flatMap((found, place) => {
      const called = found + (counts.falsePositives[place] ?? 0);
      // Where none is called there is no precision
      return called === 0
        ? []
        : [[found / Math.max(1, positivesOf(counts)), found / called] as const];
    }),
  );
}

/** A choice of threshold, and what comes of it. */
function confusion({ name, overall }: ModelCurves, threshold: number): Content {
  const last = overall.truePositives.length - 1;
  const all = rowsOf(overall);
  const states = overall.truePositives.map((tp, place): SliderState => {
    const fp = overall.falsePositives[place] ?? 0;
    const [fn, tn] = [positivesOf(overall) - tp, negativesOf(overall) - fp];
    return {
      label: `threshold ${(place / last).toFixed(3)}`,
      tp: formatNumber(tp),
      fp: formatNumber(fp),
      fn: formatNumber(fn),
      tn: formatNumber(tn),
      precision: formatShare(tp + fp === 0 ? null : tp / (tp + fp)),
      recall: formatShare(tp + fn === 0 ? null : tp / (tp + fn)),
      called: formatShare(all === 0 ? null : (tp + fp) / all),
    };
  });
  return card(
    `What a threshold does: ${name}`,
    slider({
      label: 'Threshold',
      states,
      start: Math.min(last, Math.max(0, Math.floor(threshold * last))),
      body: (slot) =>
        html`${table({
            caption: 'Rows of the test sessions by what the model says and what came',
            hidesCaption: true,
            columns: [
              { name: '' },
              { name: 'a purchase came', kind: 'number' },
              { name: 'none came', kind: 'number' },
            ],
            rows: [
              { cells: ['called a purchase', slot('tp'), slot('fp')] },
              { cells: ['not called', slot('fn'), slot('tn')] },
            ],
          })}
          <p>
            At ${slot('label')}: ${slot('called')} of the rows are called; ${slot('precision')} of
            them are right, and ${slot('recall')} of all purchases are found.
          </p>`,
    }),
    'It starts at the threshold of the best F1 on the validation sessions',
  );
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calibrationCurve,
  openTracker,
  precisionRecallCurve,
  rocCurve,
  type BackEnd,
} from '@lf/tracking';

/** What the run notes: each judge is asked for the same. */
export const KNOWN = {
  runId: 'known-run-1',
  experiment: 'conformance',
  params: { units: 48, learningRate: 1e-3, optimizer: 'adam "größe"', early: true },
  tags: { data: 'synthetic', 'team/owner': 'a: b' },
  /** By step. */
  loss: [0.75, 0.5, 0.25, 0.125],
  histogram: { edges: [0, 1, 2, 4], counts: [1, 2, 3] },
  labels: [1, 1, 0, 0],
  scores: [0.9, 0.4, 0.5, 0.1],
  table: {
    columns: ['sku', 'score', 'isNew'],
    rows: [
      ['a|b', 0.5, true],
      ['c', null, false],
    ],
  },
  log: 'epoch 1\nloss 0.5',
  dataDigest: `sha256:${'ab'.repeat(32)}`,
  model: 'the bytes of a model',
} as const;

/** A red square of two by two pixels. */
const RED = Uint8Array.from({ length: 16 }, (_, place) =>
  place % 4 === 1 || place % 4 === 2 ? 0 : 255,
);

/** Makes the known run in a folder, shown in each back end; the name of a metric that no server takes as it is included. */
export async function makeKnownRun(
  directory: string,
  backEnds: readonly BackEnd[],
  onWarning: (message: string) => void,
): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  const tracker = openTracker({
    directory,
    runId: KNOWN.runId,
    experiment: KNOWN.experiment,
    name: 'the known run',
    backEnds,
    onWarning,
    finishWithinMs: 60_000,
    systemEveryMs: 500,
  });
  tracker.params(KNOWN.params);
  tracker.tags(KNOWN.tags);
  tracker.artifact('events', 's3://shop/events.parquet', {
    role: 'input',
    kind: 'dataset',
    digest: KNOWN.dataDigest,
  });
  for (const [step, loss] of KNOWN.loss.entries()) {
    tracker.metrics({ loss, 'hit@20': 1 - loss }, step);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  tracker.metrics({ broken: Number.NaN, top: Number.POSITIVE_INFINITY }, 7);
  tracker.histogram('weights', KNOWN.histogram, 2);
  tracker.image('square', { width: 2, height: 2, rgba: RED }, 3);
  tracker.table('examples', KNOWN.table, 1);
  const judged = { labels: KNOWN.labels, scores: KNOWN.scores };
  tracker.curve('pr', precisionRecallCurve(judged, 3), 3);
  tracker.curve('roc', rocCurve(judged, 3), 3);
  tracker.curve('calibration', calibrationCurve(judged, 2), 3);
  tracker.log(KNOWN.log);
  const model = join(directory, 'model.bin');
  writeFileSync(model, KNOWN.model);
  await tracker.file('model', model, { kind: 'model' });
  await tracker.finish('completed');
}

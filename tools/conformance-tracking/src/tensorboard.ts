import { join } from 'node:path';
import { tensorBoardBackEnd } from '@lf/tracking';
import { at, keysAt, listAt } from './answer.ts';
import { askPython, startServer } from './in-python.ts';
import { KNOWN, makeKnownRun } from './known-run.ts';
import { Verdicts, type Verdict } from './verdicts.ts';

/** TensorBoard's own reader of event files, then a real `tensorboard` process over HTTP. */
export async function judgeByTensorBoard(scratch: string): Promise<readonly Verdict[]> {
  const logdir = join(scratch, 'logs');
  const warnings: string[] = [];
  await makeKnownRun(join(scratch, 'run'), [tensorBoardBackEnd({ logdir })], (message) =>
    warnings.push(message),
  );
  const reader = judgeReader(askPython('read_tensorboard.py', [join(logdir, RUN)]));
  reader.equal('warnings', warnings, []);
  return [...reader.all, ...(await judgeServer(logdir)).all];
}

const RUN = `${KNOWN.experiment}/${KNOWN.runId}`;

function judgeReader(read: unknown): Verdicts {
  const verdicts = new Verdicts("TensorBoard's reader");
  const scalar = (tag: string): unknown => at(read, 'scalars', tag);
  const losses = KNOWN.loss.map((loss, step) => [step, String(loss)]);
  verdicts.equal('loss by step', scalar('loss'), losses);
  verdicts.equal('a metric with @', listAt(read, 'scalars', 'hit@20').length, 4);
  verdicts.equal('NaN', scalar('broken'), [[7, 'nan']]);
  verdicts.equal('infinity', scalar('top'), [[7, 'inf']]);
  verdicts.equal(
    'memory of the process',
    listAt(read, 'scalars', 'system/process.memory.rssBytes').length > 1,
    true,
  );
  const { edges, counts } = KNOWN.histogram;
  verdicts.equal('histogram', at(read, 'histograms', 'weights'), [
    { step: 2, min: 0, max: 4, num: 6, limits: edges, buckets: [0, ...counts] },
  ]);
  verdicts.equal('image', at(read, 'images', 'square'), [[3, 2, 2]]);
  // Thresholds 0, 0.5 and 1, worked out by hand.
  verdicts.equal('PR curve', at(read, 'tensors', 'pr'), [
    [
      [2, 1, 0],
      [2, 1, 0],
      [0, 1, 2],
      [0, 1, 2],
      [0.5, 0.5, 1],
      [1, 0.5, 0],
    ],
  ]);
  verdicts.equal('params', at(read, 'params'), KNOWN.params);
  verdicts.equal('status', at(read, 'status'), 1);
  for (const [tag, part] of [
    ['examples', '| a\\|b | 0.5 | true |'],
    ['log', '    info: epoch 1\n    loss 0.5'],
    ['tags/data', 'synthetic'],
    ['artifacts/events', KNOWN.dataDigest],
    ['artifacts/model', 'model.bin'],
    ['roc', '| false positive rate | true positive rate |'],
    ['calibration', '| mean score | observed share |'],
    ['source', '| commit | branch | remote | changed |'],
  ] as const) {
    const text = String(at(read, 'tensors', tag, 0, 0));
    verdicts.equal(`text of ${tag}`, text.includes(part) || text, true);
  }
  return verdicts;
}

async function judgeServer(logdir: string): Promise<Verdicts> {
  const verdicts = new Verdicts('tensorboard, the server');
  const server = await startServer(
    'tensorboard',
    (port) => ['--logdir', logdir, '--host', '127.0.0.1', '--port', port],
    { path: '/data/environment' },
  );
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${server.url}/data/plugin/${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    return response.ok ? response.json() : `${response.status} ${await response.text()}`;
  };
  try {
    await untilLoaded(async () => keysAt(await ask('scalars/tags'), RUN).length > 0);
    const run = encodeURIComponent(RUN);
    const losses = await ask(`scalars/scalars?run=${run}&tag=loss`);
    verdicts.equal(
      'scalars',
      Array.isArray(losses) ? losses.map((point: unknown) => [at(point, 1), at(point, 2)]) : losses,
      KNOWN.loss.map((loss, step) => [step, loss]),
    );
    verdicts.equal('histograms', keysAt(await ask('histograms/tags'), RUN), ['weights']);
    const histogram = await ask(`histograms/histograms?run=${run}&tag=weights`);
    const bins = listAt(histogram, 0, 2);
    verdicts.equal(
      'histogram of 6 values',
      Math.round(sum(bins.map((bin) => Number(at(bin, 2))))),
      6,
    );
    verdicts.equal('images', keysAt(await ask('images/tags'), RUN), ['square']);
    const images = await ask(`images/images?run=${run}&tag=square&sample=0`);
    const png = await fetch(
      `${server.url}/data/plugin/images/individualImage?${String(at(images, 0, 'query'))}`,
    );
    verdicts.equal('the image is a PNG', png.headers.get('content-type'), 'image/png');
    const text = await ask(`text/text?run=${run}&tag=examples`);
    verdicts.equal(
      'a table is shown as one',
      String(at(text, 0, 'text')).includes('<td>a|b</td>'),
      true,
    );
    const curves = await ask(`pr_curves/pr_curves?run=${run}&tag=pr`);
    // The server leaves out thresholds from which on nothing is positive.
    verdicts.equal('PR curve: recall', at(curves, RUN, 0, 'recall'), [1, 0.5]);
    const sessions = await ask('hparams/session_groups', {
      experimentName: '',
      allowedStatuses: ['STATUS_SUCCESS', 'STATUS_FAILURE', 'STATUS_RUNNING', 'STATUS_UNKNOWN'],
      colParams: Object.keys(KNOWN.params).map((hparam) => ({ hparam, includeInResult: true })),
      startIndex: 0,
      sliceSize: 10,
    });
    verdicts.equal('hparams', at(sessions, 'sessionGroups', 0, 'hparams'), KNOWN.params);
    verdicts.equal(
      'status',
      at(sessions, 'sessionGroups', 0, 'sessions', 0, 'status'),
      'STATUS_SUCCESS',
    );
  } finally {
    await server.stop();
  }
  return verdicts;
}

const LOADED_WITHIN_MS = 30_000;

async function untilLoaded(isLoaded: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + LOADED_WITHIN_MS;
  while (!(await isLoaded())) {
    if (Date.now() > until) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

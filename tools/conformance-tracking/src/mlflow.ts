import { join } from 'node:path';
import { mlflowBackEnd, syncTrackedRun } from '@lf/tracking';
import { at, keysAt, listAt } from './answer.ts';
import { askPython, startServer } from './in-python.ts';
import { KNOWN, makeKnownRun } from './known-run.ts';
import { Verdicts, type Verdict } from './verdicts.ts';

/** A real `mlflow server`, asked by MLflow's own client. */
export async function judgeByMlflow(scratch: string): Promise<readonly Verdict[]> {
  const verdicts = new Verdicts('mlflow server');
  const server = await startServer(
    'mlflow',
    (port) => [
      'server',
      '--backend-store-uri',
      `sqlite:///${join(scratch, 'mlflow.db')}`,
      '--artifacts-destination',
      join(scratch, 'artifacts'),
      '--host',
      '127.0.0.1',
      '--port',
      port,
      '--workers',
      '1',
    ],
    {
      // Not /health, which answers before the database does.
      path: '/api/2.0/mlflow/experiments/get-by-name?experiment_name=Default',
      own: { HOME: scratch },
    },
  );
  const read = (experiment: string): unknown =>
    askPython('read_mlflow.py', [experiment], { MLFLOW_TRACKING_URI: server.url, HOME: scratch });
  try {
    const warnings: string[] = [];
    const run = join(scratch, 'run');
    const backEnd = mlflowBackEnd({ trackingUri: server.url });
    await makeKnownRun(run, [backEnd], (message) => warnings.push(message));
    verdicts.equal('warnings', warnings, []);
    judge(verdicts, 'live', read(KNOWN.experiment));
    // A back end that learns of the run afterwards shows the same.
    const later = {
      ...mlflowBackEnd({ trackingUri: server.url, experiment: 'later' }),
      name: 'later',
    };
    const [synced] = await syncTrackedRun(run, [later]);
    verdicts.equal('sync', synced?.reason ?? null, null);
    judge(verdicts, 'sync', read('later'));
  } finally {
    await server.stop();
  }
  return verdicts.all;
}

function judge(verdicts: Verdicts, when: string, read: unknown): void {
  const equal = (what: string, actual: unknown, expected: unknown): void =>
    verdicts.equal(`${when}: ${what}`, actual, expected);
  equal('one run', at(read, 'runs'), 1);
  equal('name', at(read, 'name'), 'the known run');
  equal('status', [at(read, 'status'), at(read, 'ended')], ['FINISHED', true]);
  const params = Object.entries(KNOWN.params).map(([name, value]) => [name, String(value)]);
  equal('params', at(read, 'params'), Object.fromEntries(params));
  const metric = (name: string): unknown => at(read, 'metrics', name);
  equal(
    'loss by step',
    metric('loss'),
    KNOWN.loss.map((loss, step) => [step, String(loss)]),
  );
  equal('a metric with @', listAt(read, 'metrics', 'hit_20').length, 4);
  equal('NaN', metric('broken'), [[7, 'nan']]);
  // SQL databases have no infinity: the server keeps the largest double.
  equal('infinity', metric('top'), [[7, '1.7976931348623157e+308']]);
  equal('the machine', listAt(read, 'metrics', 'system/process.memory.rssBytes').length > 1, true);
  equal('tag', at(read, 'tags', 'data'), KNOWN.tags.data);
  equal('tag with a slash', at(read, 'tags', 'team/owner'), KNOWN.tags['team/owner']);
  equal('nothing left out', at(read, 'tags', 'lf.notShown'), undefined);
  equal('commit', /^[0-9a-f]{40}/.test(String(at(read, 'tags', 'mlflow.source.git.commit'))), true);
  equal('lineage', at(read, 'inputs'), [
    {
      name: 'events',
      digest: 'ab'.repeat(18),
      source: '{"uri":"s3://shop/events.parquet"}',
      tags: { 'mlflow.data.context': 'dataset' },
    },
  ]);
  equal('image', at(read, 'imageSizes'), [[2, 2]]);
  equal('table', at(read, 'table'), KNOWN.table.rows);
  equal('log', String(at(read, 'log')).endsWith(` info: ${KNOWN.log}\n`), true);
  equal('model', at(read, 'model'), KNOWN.model);
  equal('curve', at(read, 'curve', 'x'), [1, 0.5, 0]);
  equal('histogram', at(read, 'histogram'), KNOWN.histogram);
  equal('digest', String(at(read, 'tags', 'artifact.model.digest')).length, 'sha256:'.length + 64);
  equal('no more params', keysAt(read, 'params').length, params.length);
}

import { neptuneOfflineBackEnd } from '@lf/tracking';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { at, listAt } from './answer.ts';
import { askPython } from './in-python.ts';
import { KNOWN, makeKnownRun } from './known-run.ts';
import { Verdicts, type Verdict } from './verdicts.ts';

/** Neptune's own client lists our offline folder, and reads every operation in it. */
export async function judgeByNeptune(scratch: string): Promise<readonly Verdict[]> {
  const verdicts = new Verdicts("Neptune's client");
  const warnings: string[] = [];
  const backEnd = neptuneOfflineBackEnd({ directory: scratch });
  await makeKnownRun(join(scratch, 'run'), [backEnd], (message) => warnings.push(message));
  const read = askPython('read_neptune.py', [scratch], { HOME: scratch });
  const operations = listAt(read, 'operations');
  const of = (path: string): readonly unknown[] =>
    operations.filter((operation) => listAt(operation, 'path').join('/') === path);
  const equal = verdicts.equal.bind(verdicts);
  equal('warnings', warnings, []);
  equal('one run', [at(read, 'runs'), at(read, 'isSynced')], [1, false]);
  const listed = `Unsynchronized offline objects:\n- offline/${String(at(read, 'id'))}`;
  const status = String(at(read, 'status'));
  equal('neptune status', status.includes(listed) || status, true);
  equal(
    'versions',
    operations.map((operation) => at(operation, 'version')),
    operations.map((_, place) => place + 1),
  );
  equal('last version', at(read, 'lastPut'), operations.length);
  equal('name', at(of('sys/name')[0], 'value'), 'the known run');
  equal(
    'params',
    Object.keys(KNOWN.params).map((name) => at(of(`params/${name}`)[0], 'value')),
    Object.values(KNOWN.params),
  );
  equal('tag', at(of('tags/team/owner')[0], 'value'), KNOWN.tags['team/owner']);
  equal(
    'loss by step',
    of('metrics/loss').map((log) => [at(log, 'values', 0, 'step'), at(log, 'values', 0, 'value')]),
    KNOWN.loss.map((loss, step) => [step, loss]),
  );
  equal('NaN is left out', of('metrics/broken'), []);
  equal('the machine', of('monitoring/process.memory.rssBytes').length > 1, true);
  equal('lineage', at(of('artifacts/events/digest')[0], 'value'), KNOWN.dataDigest);
  equal('log', at(of('log')[0], 'values', 0, 'value'), `info: ${KNOWN.log}`);
  for (const path of ['artifacts/model/file', 'images/square/3', 'tables/examples/1']) {
    equal(`file of ${path}`, existsSync(String(at(of(path)[0], 'file_path'))), true);
  }
  equal(
    'status',
    of('sys/failed').map((operation) => at(operation, 'value')),
    [false, false],
  );
  return verdicts.all;
}

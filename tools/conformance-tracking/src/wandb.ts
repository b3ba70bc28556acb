import { FakeWandb, type FakeWandbRun } from '@lf/fake-trackers';
import { syncTrackedRun, wandbBackEnd, wandbOfflineBackEnd } from '@lf/tracking';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { at, listAt } from './answer.ts';
import { askPython, runInVenv, scriptOf } from './in-python.ts';
import { KNOWN, makeKnownRun } from './known-run.ts';
import { Verdicts, type Verdict } from './verdicts.ts';

/** As long as keys of the real server are. */
const KEY = 'k'.repeat(40);

/**
 * wandb's own client runs against a fake of its server, which thereby is known to be true. Then wandb reads our offline
 * run, record by record, and sends it to that fake; and we show a run there ourselves.
 */
export async function judgeByWandb(scratch: string): Promise<readonly Verdict[]> {
  const environment = { HOME: scratch, WANDB_DIR: scratch, WANDB_API_KEY: KEY };
  const real = await judgeFake(join(scratch, 'real'), environment);
  const warnings: string[] = [];
  const run = join(scratch, 'run');
  const offline = wandbOfflineBackEnd({ directory: scratch, project: KNOWN.experiment });
  const { fake, server } = await FakeWandb.start(KEY);
  const online = wandbBackEnd({ apiKey: KEY, baseUrl: server.url });
  const reader = new Verdicts("wandb's reader");
  const live = new Verdicts('our run on the fake of its server');
  try {
    await makeKnownRun(run, [offline, { ...online, gatherMs: 200 }], (message) =>
      warnings.push(message),
    );
    reader.equal('warnings', warnings, []);
    judgeShown(live, fake);
    live.equal('entity of the key', fake.run.entity, 'me');
    live.equal(
      'requests with the run as it goes on',
      server.received.filter(({ path }) => path.endsWith('file_stream')).length > 2,
      true,
    );
    // A back end that learns of the run afterwards sends the same lines to the same places.
    const before = [...fake.run.lines].map(([file, lines]) => [file, ...lines]);
    const [synced] = await syncTrackedRun(run, [{ ...online, name: 'later' }]);
    live.equal('sync', synced?.reason ?? null, null);
    live.equal(
      'the same lines by a sync',
      [...fake.run.lines].map(([file, lines]) => [file, ...lines]),
      before,
    );
  } finally {
    await server.stop();
  }
  const folder = join(scratch, 'wandb', folderOf(scratch));
  judgeRecords(reader, folder);
  const synced = await judgeSync(folder, environment);
  return [...real.all, ...reader.all, ...synced.all, ...live.all];
}

function folderOf(scratch: string): string {
  const folder = readdirSync(join(scratch, 'wandb')).find((name) => name.startsWith('offline-run'));
  return folder ?? 'there is no offline run';
}

async function judgeFake(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Verdicts> {
  const verdicts = new Verdicts("wandb's own client on the fake of its server");
  const { fake, server } = await FakeWandb.start(KEY);
  try {
    const own = { ...environment, WANDB_DIR: folder, WANDB_BASE_URL: server.url };
    const printed = await runInVenv('python', [scriptOf('run_wandb.py'), folder], own);
    verdicts.equal(
      'it ran',
      at(JSON.parse(printed.trim().split('\n').at(-1) ?? ''), 'version'),
      '0.29.0',
    );
  } finally {
    await server.stop();
  }
  verdicts.equal('it asked for nothing else', fake.unknown, []);
  const { run } = fake;
  verdicts.equal('name', [run.name, run.settings['displayName']], ['real-1', 'the real run']);
  verdicts.equal('config', at(run.config, 'optimizer', 'value'), 'größe');
  verdicts.equal('axis of a metric', definitionsOf(run), { step: null, loss: 'step' });
  const rows = rowsOf(run, 'wandb-history.jsonl');
  verdicts.equal(
    'history',
    rows.slice(0, 4).map((row) => [at(row, '_step'), at(row, 'loss')]),
    KNOWN.loss.map((loss, step) => [step, loss]),
  );
  verdicts.equal('NaN', at(rows.at(-1), 'broken'), 'NaN');
  verdicts.equal('infinity', at(rows.at(-1), 'top'), 'Infinity');
  verdicts.equal('summary', at(rowsOf(run, 'wandb-summary.json').at(-1), 'loss'), 0.125);
  verdicts.equal('output', run.files.get('output.log')?.toString().includes('epoch 1'), true);
  verdicts.equal('file', run.files.get('model.bin')?.toString(), KNOWN.model);
  const artifact = [...fake.artifacts.values()].find(
    ({ fields }) => fields['artifactTypeName'] === 'model',
  );
  verdicts.equal('artifact', artifact?.state, 'COMMITTED');
  verdicts.equal(
    'bytes of the artifact',
    artifact?.files.get('model.bin')?.toString(),
    KNOWN.model,
  );
  verdicts.equal('exit code', [run.isComplete, run.exitCode], [true, 3]);
  return verdicts;
}

function judgeRecords(verdicts: Verdicts, folder: string): void {
  const file = join(folder, `run-${KNOWN.runId}.wandb`);
  const read = askPython('read_wandb.py', [file]);
  const records = listAt(read);
  const of = (type: string): readonly unknown[] =>
    records
      .filter((record) => at(record, 'type') === type)
      .map((record) => at(record, 'record', type));
  verdicts.equal(
    'every field is one that wandb knows',
    records.filter((record) => at(record, 'isWhole') !== true),
    [],
  );
  verdicts.equal(
    'records are numbered',
    records.map((record) => Number(at(record, 'record', 'num'))),
    records.map((_, place) => place + 1),
  );
  verdicts.equal('header first', at(records, 0, 'type'), 'header');
  verdicts.equal('exit last', at(records.at(-1), 'type'), 'exit');
  verdicts.equal(
    'the run',
    [at(of('run')[0], 'run_id'), at(of('run')[0], 'display_name')],
    [KNOWN.runId, 'the known run'],
  );
  verdicts.equal('the project', at(of('run')[0], 'project'), KNOWN.experiment);
  const rows = of('history').map((record) =>
    Object.fromEntries(
      listAt(record, 'item').map((item) => [
        listAt(item, 'nested_key').join('/'),
        String(at(item, 'value_json')),
      ]),
    ),
  );
  verdicts.equal(
    'loss by step',
    rows.filter((row) => 'loss' in row).map((row) => [Number(row['_step']), Number(row['loss'])]),
    KNOWN.loss.map((loss, step) => [step, loss]),
  );
  const config = of('config').flatMap((record) => listAt(record, 'update'));
  verdicts.equal(
    'params',
    config.filter((update) => String(at(update, 'nested_key', 0)) in KNOWN.params).length,
    Object.keys(KNOWN.params).length,
  );
  verdicts.equal('the machine', of('stats').length > 1, true);
  verdicts.equal(
    'log',
    of('output_raw').map((line) => at(line, 'line')),
    [`${KNOWN.log}\n`],
  );
  verdicts.equal('files', of('files').length, 5);
}

async function judgeSync(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Verdicts> {
  const verdicts = new Verdicts('our offline run, sent by wandb sync');
  const { fake, server } = await FakeWandb.start(KEY);
  try {
    await runInVenv('wandb', ['sync', folder], { ...environment, WANDB_BASE_URL: server.url });
  } finally {
    await server.stop();
  }
  judgeShown(verdicts, fake);
  return verdicts;
}

/** What the server shows, whoever sent it. */
function judgeShown(verdicts: Verdicts, fake: FakeWandb): void {
  verdicts.equal('nothing else was asked for', fake.unknown, []);
  const { run } = fake;
  const equal = verdicts.equal.bind(verdicts);
  equal('id, project', [run.name, run.project], [KNOWN.runId, KNOWN.experiment]);
  equal('name', run.settings['displayName'], 'the known run');
  equal(
    'params',
    Object.keys(KNOWN.params).map((name) => at(run.config, name, 'value')),
    Object.values(KNOWN.params),
  );
  equal('tag', at(run.config, 'tag.team/owner', 'value'), KNOWN.tags['team/owner']);
  equal('lineage', at(run.config, 'artifact.events', 'value', 'digest'), KNOWN.dataDigest);
  equal('axis of the metrics', definitionsOf(run), {
    step: null,
    loss: 'step',
    'hit@20': 'step',
    broken: 'step',
    top: 'step',
  });
  const rows = rowsOf(run, 'wandb-history.jsonl');
  const steps = rows.map((row) => Number(at(row, '_step')));
  equal(
    'steps rise',
    steps.every((step, place) => place === 0 || step > (steps[place - 1] ?? 0)),
    true,
  );
  const valuesOf = (name: string): unknown[] =>
    rows
      .filter((row) => at(row, name) !== undefined)
      .map((row) => [at(row, 'step'), at(row, name)]);
  equal(
    'loss by step',
    valuesOf('loss'),
    KNOWN.loss.map((loss, step) => [step, loss]),
  );
  equal('a metric with @', valuesOf('hit@20').length, 4);
  equal('NaN', valuesOf('broken'), [[7, 'NaN']]);
  equal('infinity', valuesOf('top'), [[7, 'Infinity']]);
  const { counts, edges } = KNOWN.histogram;
  equal('histogram', valuesOf('weights'), [
    [2, { _type: 'histogram', values: counts, bins: edges }],
  ]);
  const summary = rowsOf(run, 'wandb-summary.json').at(-1);
  equal('summary', [at(summary, 'loss'), at(summary, 'broken')], [0.125, 'NaN']);
  const bytesOf = (key: string): Buffer | undefined =>
    run.files.get(String(at(summary, key, 'path')));
  equal(
    'image',
    [at(summary, 'square', 'width'), bytesOf('square')?.length],
    [2, at(summary, 'square', 'size')],
  );
  equal('table', JSON.parse(bytesOf('examples')?.toString() ?? 'null'), {
    columns: KNOWN.table.columns,
    data: KNOWN.table.rows,
  });
  const points = JSON.parse(bytesOf('pr_table')?.toString() ?? 'null') as unknown;
  equal('PR curve', at(points, 'data'), [
    [1, 0.5],
    [0.5, 0.5],
    [0, 1],
  ]);
  equal('its chart', at(run.config, '_wandb', 'value', 'visualize', 'pr', 'panel_type'), 'Vega2');
  const events = rowsOf(run, 'wandb-events.jsonl');
  equal('the machine', Number(at(events.at(-1), 'system.proc.memory.rssMB')) > 1, true);
  const output = run.lines.get('output.log') ?? [];
  equal(
    'output',
    output.map((line) => line.replace(/^\S+ /, '')),
    KNOWN.log.split('\n'),
  );
  equal('output as a file', run.files.get('output.log')?.toString(), `${KNOWN.log}\n`);
  const metadata = JSON.parse(
    run.files.get('wandb-metadata.json')?.toString() ?? 'null',
  ) as unknown;
  equal('commit', /^[0-9a-f]{40}$/.test(String(at(metadata, 'git', 'commit'))), true);
  equal('host', typeof at(metadata, 'host'), 'string');
  equal('end', [run.isComplete, run.exitCode], [true, 0]);
}

/** Each defined metric with its axis, by name: wandb sends them in any order. */
function definitionsOf(run: FakeWandbRun): Readonly<Record<string, unknown>> {
  const metrics = listAt(run.config, '_wandb', 'value', 'm');
  return Object.fromEntries(
    metrics.map((metric) => {
      const axis = Number(at(metric, '5') ?? 0);
      return [String(at(metric, '1')), axis === 0 ? null : at(metrics, axis - 1, '1')];
    }),
  );
}

/** Lines of JSON in which NaN and the infinities are bare words. */
function rowsOf(run: FakeWandbRun, file: string): readonly unknown[] {
  return (run.lines.get(file) ?? []).map((line): unknown =>
    JSON.parse(line.replace(/:(NaN|-?Infinity)\b/g, ':"$1"')),
  );
}

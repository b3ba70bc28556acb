import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateShop, openStore, tablePath, transformIntent, uploadDataset } from '@lf/dataset';
import { median } from '../run/median.ts';
import { ordersSuite, writeOrders } from './orders.ts';
import { SIDES } from './sides.ts';
import type { Cost, Side } from './sides.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = at('../../.venv/bin/python');

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    suite: { type: 'string', default: 'intent,orders' },
    folder: { type: 'string' },
  },
});
if (!existsSync(PYTHON)) throw new Error(`no ${PYTHON}: run npm run venv -w tools/bench first`);
if (!existsSync(at('../../../../packages/expectations/dist/index.js'))) {
  throw new Error('@lf/expectations is not built: run npx nx build expectations first');
}
const rows = Number(values.rows);
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'lf-bench-')));

/** The intent suite's table, made as the product makes it. */
async function writeEvents(target: string): Promise<void> {
  if (existsSync(target)) return;
  const shop = await generateShop({ directory: join(folder, 'shop'), events: rows, seed: 42 });
  const store = openStore(`file://${join(folder, 'store')}`);
  const sources = { browsing_train: shop.paths.browsing_train };
  await uploadDataset({ store, name: 'bench', sources });
  await transformIntent({ source: await tablePath(store, 'bench', 'browsing_train'), target });
}

/** One process each, so that its peak of memory is its own. */
function measure(side: Side, suite: string, parquet: string): Cost {
  const isPeer = side === 'gx' || side === 'pandera';
  const [file, args] = isPeer
    ? [PYTHON, [at('../../python/expectations.py')]]
    : [process.execPath, [at('./ours.js')]];
  const output = execFileSync(file, [...args, side, suite, parquet], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Our own programs print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Cost;
}

function typesOf(suite: string): readonly string[] {
  // Both suites are ours: 0.13 and 1.x name the type differently
  const { expectations } = JSON.parse(readFileSync(suite, 'utf8')) as {
    expectations: readonly { type?: string; expectation_type?: string }[];
  };
  return expectations.map(({ type, expectation_type }) => type ?? expectation_type ?? '');
}

/** Stops when two sides judge an expectation differently: then they did not do the same work. */
function checkFlags(suite: string, costs: Readonly<Record<Side, readonly Cost[]>>): void {
  const types = typesOf(suite);
  for (const side of ['gx', 'pandera'] as const) {
    const differing = types.filter(
      (_, index) => costs[side][0]?.flags[index] !== costs.ours[0]?.flags[index],
    );
    if (differing.length > 0) throw new Error(`${side} judges otherwise: ${differing.join(', ')}`);
  }
}

function compare(name: string, suite: string, parquet: string): void {
  const costs: Record<Side, Cost[]> = { ours: [], scan: [], nothing: [], gx: [], pandera: [] };
  for (let run = 0; run < Number(values.runs); run++) {
    for (const side of SIDES) costs[side].push(measure(side, suite, parquet));
  }
  checkFlags(suite, costs);
  const seconds = (side: Side) => median(costs[side].map((cost) => cost.seconds));
  const cpu = (side: Side) => median(costs[side].map((cost) => cost.cpuSeconds));
  const mib = (side: Side) => median(costs[side].map((cost) => cost.peakBytes)) / 2 ** 20;
  const flags = costs.ours[0]?.flags ?? [];
  print(
    `${name}: ${flags.length} expectations, ${flags.filter(Boolean).length} hold, ${rows.toLocaleString('en')} rows`,
  );
  for (const side of SIDES) {
    print(
      `  ${side.padEnd(8)} ${seconds(side).toFixed(2).padStart(7)} s ${cpu(side).toFixed(2).padStart(7)} s of CPU ${mib(side).toFixed(0).padStart(6)} MiB` +
        `   of ours: ${(seconds(side) / seconds('ours')).toFixed(1)} x, ${(cpu(side) / cpu('ours')).toFixed(1)} x, ${(mib(side) / mib('ours')).toFixed(1)} x`,
    );
  }
}

try {
  const suites = values.suite.split(',');
  if (suites.includes('intent')) {
    const events = join(folder, 'events.parquet');
    await writeEvents(events);
    compare('intent suite', at('../../../../configs/expectations/intent.json'), events);
  }
  if (suites.includes('orders')) {
    const [orders, suite] = [join(folder, 'orders.parquet'), join(folder, 'orders.json')];
    if (!existsSync(orders)) await writeOrders(orders, rows);
    writeFileSync(suite, JSON.stringify(ordersSuite(rows)));
    compare('orders suite', suite, orders);
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

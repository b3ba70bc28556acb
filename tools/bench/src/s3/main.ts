import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../run/median.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = at('../../.venv/bin/python');
const MEASURE = at('../../python/measure.py');
const AWS = at('../../.venv/bin/aws');
const OURS = at('./ours.js');

interface Cost {
  readonly seconds: number;
  readonly peakBytes: number;
}

const { values } = parseArgs({
  options: {
    bucket: { type: 'string', default: 'bucket' },
    mib: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
  },
});
const endpoint = process.env['AWS_ENDPOINT_URL_S3'];
if (endpoint === undefined) throw new Error('set AWS_ENDPOINT_URL_S3 to the server to measure on');
const folder = await mkdtemp(join(tmpdir(), 'lf-bench-s3-'));

try {
  const file = join(folder, 'object');
  await writeRandom(file, Number(values.mib));
  const digest = await digestOf(file);
  const back = join(folder, 'back');
  const url = `s3://${values.bucket}/bench`;
  const ours = (direction: string, path: string) => [
    ...[process.execPath, OURS],
    ...[direction, path, url, 'ours', join(folder, 'cache')],
  ];
  const cp = (from: string, to: string) => [
    ...[AWS, '--endpoint-url', endpoint, 's3', 'cp', '--only-show-errors', from, to],
  ];
  const sides = {
    up: [ours('up', file), cp(file, `${url}/theirs`)],
    down: [ours('down', back), cp(`${url}/theirs`, back)],
  } as const;
  for (const [direction, [oursCommand, awsCommand]] of Object.entries(sides)) {
    const costs: { ours: Cost[]; aws: Cost[] } = { ours: [], aws: [] };
    for (let run = 0; run < Number(values.runs); run += 1) {
      for (const [side, command] of [
        ['ours', oursCommand],
        ['aws', awsCommand],
      ] as const) {
        await rm(back, { force: true });
        costs[side].push(measure(command));
        if (direction === 'down' && (await digestOf(back)) !== digest) {
          throw new Error(`${side} read other bytes than those that were put`);
        }
      }
    }
    report(direction, costs.ours, costs.aws);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function measure(command: readonly string[]): Cost {
  const printed = execFileSync(PYTHON, [MEASURE, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Our own program prints it
  return JSON.parse(printed.trim()) as Cost;
}

async function writeRandom(path: string, mib: number): Promise<void> {
  const target = await open(path, 'w');
  for (let written = 0; written < mib; written += 1) await target.write(randomBytes(2 ** 20));
  await target.close();
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** One line a direction: medians, and our share of the other's. */
function report(direction: string, ours: readonly Cost[], aws: readonly Cost[]): void {
  const seconds = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.seconds));
  const mib = (costs: readonly Cost[]): number =>
    Math.max(...costs.map((cost) => cost.peakBytes)) / 2 ** 20;
  const ratio = seconds(ours) / seconds(aws);
  process.stdout.write(
    `${values.mib} MiB ${direction}: ours ${seconds(ours).toFixed(1)} s, ${mib(ours).toFixed(0)} MiB; ` +
      `aws s3 cp ${seconds(aws).toFixed(1)} s, ${mib(aws).toFixed(0)} MiB; ratio ${ratio.toFixed(2)}\n`,
  );
}

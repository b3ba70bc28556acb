import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { quietEnvironment } from './quiet-environment.ts';

const QUERY = [
  'index',
  'utilization.gpu',
  'memory.used',
  'memory.total',
  'temperature.gpu',
  'power.draw',
] as const;
const TIMEOUT_MS = 5000;

/**
 * A reader of NVIDIA's GPUs by `nvidia-smi`. A machine on which it is not there, or fails, is not asked again.
 *
 * @param command what to run in place of `nvidia-smi`
 */
export function readGpus(command = 'nvidia-smi'): () => Promise<Readonly<Record<string, number>>> {
  let isThere = true;
  return async () => {
    if (!isThere) return {};
    try {
      const { stdout } = await promisify(execFile)(
        command,
        [`--query-gpu=${QUERY.join(',')}`, '--format=csv,noheader,nounits'],
        { timeout: TIMEOUT_MS, env: quietEnvironment() },
      );
      return parseGpus(stdout);
    } catch {
      isThere = false;
      return {};
    }
  };
}

/** @param csv a line a GPU, values in the order of the query; what a GPU does not tell is `[N/A]` */
export function parseGpus(csv: string): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const line of csv.split('\n')) {
    const [index, utilization, usedMiB, totalMiB, temperature, power] = line
      .split(',')
      .map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
    if (index === undefined || Number.isNaN(index)) continue;
    const of = (name: string, value: number | undefined): void => {
      if (value !== undefined && Number.isFinite(value)) values[`gpu.${index}.${name}`] = value;
    };
    of('percent', utilization);
    of('memory.usedBytes', (usedMiB ?? Number.NaN) * 1024 * 1024);
    of('memory.usedPercent', (100 * (usedMiB ?? Number.NaN)) / (totalMiB ?? Number.NaN));
    of('temperatureCelsius', temperature);
    of('powerWatts', power);
  }
  return values;
}

import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { readGpus } from './read-gpus.ts';

/** Values of a moment, by name; a name ends with its unit. What a machine does not tell is absent. */
export type SystemSample = Readonly<Record<string, number>>;

interface Counters {
  readonly atMs: number;
  readonly cpuBusyMs: number;
  readonly cpuAllMs: number;
  readonly processMicroseconds: number;
  readonly bytes: Readonly<Record<string, number>>;
}

/**
 * Samples CPU, memory, disk, network and GPUs of this machine and process. The first call starts the counting; each
 * later one tells the rates since the one before.
 *
 * @param options.directory whose disk is told
 */
export function systemSampler(options: {
  readonly directory: string;
  readonly clock: () => number;
}): () => Promise<SystemSample> {
  let before: Counters | null = null;
  const gpus = readGpus();
  return async () => {
    const [now, gauges] = await Promise.all([
      readCounters(options.clock()),
      readGauges(options.directory),
    ]);
    const rates = before === null ? {} : ratesBetween(before, now);
    before = now;
    const sample = { ...rates, ...gauges, ...(await gpus()) };
    return Object.fromEntries(Object.entries(sample).filter(([, value]) => Number.isFinite(value)));
  };
}

async function readCounters(atMs: number): Promise<Counters> {
  let cpuBusyMs = 0;
  let cpuAllMs = 0;
  for (const { times } of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq;
    cpuBusyMs += busy;
    cpuAllMs += busy + times.idle;
  }
  const { user, system } = process.cpuUsage();
  const [network, disk] = await Promise.all([readNetwork(), readProcessIo()]);
  return {
    atMs,
    cpuBusyMs,
    cpuAllMs,
    processMicroseconds: user + system,
    bytes: { ...network, ...disk },
  };
}

function ratesBetween(before: Counters, now: Counters): SystemSample {
  const seconds = (now.atMs - before.atMs) / 1000;
  const cpuMs = now.cpuAllMs - before.cpuAllMs;
  const rates: Record<string, number> = {
    'cpu.percent': (100 * (now.cpuBusyMs - before.cpuBusyMs)) / cpuMs,
    // Of one core: 200 means two cores.
    'process.cpu.percent':
      ((now.processMicroseconds - before.processMicroseconds) / 1e6 / seconds) * 100,
  };
  for (const [name, count] of Object.entries(now.bytes)) {
    const earlier = before.bytes[name];
    if (earlier !== undefined) rates[`${name}BytesPerSecond`] = (count - earlier) / seconds;
  }
  return rates;
}

async function readGauges(directory: string): Promise<SystemSample> {
  const available = await readAvailableMemory();
  const { rss, heapUsed } = process.memoryUsage();
  const gauges: Record<string, number> = {
    'memory.usedBytes': totalmem() - available,
    'memory.usedPercent': (100 * (totalmem() - available)) / totalmem(),
    'process.memory.rssBytes': rss,
    'process.memory.heapUsedBytes': heapUsed,
  };
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    gauges['disk.freeBytes'] = bavail * bsize;
    gauges['disk.usedPercent'] = 100 - (100 * bavail) / blocks;
  } catch {
    // A file system that tells nothing costs only these two values.
  }
  return gauges;
}

/** On Linux what programs could still take, the caches included; else what is free. */
async function readAvailableMemory(): Promise<number> {
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await readProc('/proc/meminfo'))?.[1];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

/** Bytes of all interfaces but loopback since the start of the machine; nothing outside Linux. */
async function readNetwork(): Promise<Readonly<Record<string, number>>> {
  const lines = (await readProc('/proc/net/dev')).split('\n').slice(2);
  if (lines.length === 0) return {};
  let received = 0;
  let sent = 0;
  for (const line of lines) {
    const [name, values] = line.split(':');
    if (name === undefined || values === undefined || name.trim() === 'lo') continue;
    const columns = values.trim().split(/\s+/).map(Number);
    received += columns[0] ?? 0;
    sent += columns[8] ?? 0;
  }
  return { 'network.received': received, 'network.sent': sent };
}

/** Bytes that this process read from and wrote to disks; nothing outside Linux. */
async function readProcessIo(): Promise<Readonly<Record<string, number>>> {
  const text = await readProc('/proc/self/io');
  const read = /^read_bytes: (\d+)$/m.exec(text)?.[1];
  const written = /^write_bytes: (\d+)$/m.exec(text)?.[1];
  if (read === undefined || written === undefined) return {};
  return { 'process.disk.read': Number(read), 'process.disk.written': Number(written) };
}

async function readProc(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

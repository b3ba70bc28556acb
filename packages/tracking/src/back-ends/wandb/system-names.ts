const BYTES_PER_MB = 1024 * 1024;

/** Names that wandb's pages have panels for; others are shown under their own. */
const NAMES: Readonly<Record<string, string>> = {
  'cpu.percent': 'cpu',
  'memory.usedPercent': 'memory_percent',
};

const GPU_NAMES: Readonly<Record<string, string>> = {
  percent: 'gpu',
  temperatureCelsius: 'temp',
  'memory.usedBytes': 'memoryAllocatedBytes',
  'memory.usedPercent': 'memoryAllocated',
  powerWatts: 'powerWatts',
};

/** Samples of the machine as wandb calls them: `gpu.0.percent` is `gpu.0.gpu`. */
export function systemValues(
  values: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (name === 'process.memory.rssBytes') return ['proc.memory.rssMB', value / BYTES_PER_MB];
      const gpu = /^gpu\.(\d+)\.(.+)$/.exec(name);
      const ofGpu = GPU_NAMES[gpu?.[2] ?? ''];
      if (gpu !== null && ofGpu !== undefined) return [`gpu.${gpu[1] ?? ''}.${ofGpu}`, value];
      return [NAMES[name] ?? name, value];
    }),
  );
}

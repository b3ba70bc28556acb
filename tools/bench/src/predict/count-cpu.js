import { writeFileSync } from 'node:fs';

// Loaded before a program: leaves the CPU time of all its threads, in microseconds, and its peak memory, in bytes.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const path = process.env['BENCH_CPU_FILE'];
  if (path !== undefined) writeFileSync(path, JSON.stringify({ cpuUs: user + system, peakBytes }));
});

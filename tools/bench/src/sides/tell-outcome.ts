import type { Outcome } from '../stages/stage.ts';

/** Does the work of a process of ours and prints what it cost, as one line of JSON. */
export async function tellOutcome(
  work: () => Promise<unknown>,
  quality?: () => Readonly<Record<string, number>>,
): Promise<void> {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  const answer = await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBegan);
  const outcome: Outcome = {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    ...(answer !== undefined && { answer }),
    ...(quality !== undefined && { quality: quality() }),
    version: `Node ${process.versions.node}`,
  };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

import { processStart } from './process-identity.ts';
import type { EndpointRecord } from './state.ts';

/** Whether the very process that was started still runs. */
export async function isRunning({ pid, processStart: started }: EndpointRecord): Promise<boolean> {
  return (await processStart(pid)) === started;
}

/** Whether a server says that it is ready. */
export async function answersPing(url: string, timeoutMs: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ping`, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { connection: 'close' },
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

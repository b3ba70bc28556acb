const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long the cleaning up may hold the end of the process. */
const LONGEST_MS = 5_000;

const running = new Set<() => Promise<void>>();
let isListening = false;

/**
 * Calls `abort` when a signal is about to end this process, and ends it then. A program that listens for the signal
 * itself decides alone what becomes of its work.
 */
export function abortOnSignals(abort: () => Promise<void>): { dispose(): void } {
  running.add(abort);
  if (!isListening) {
    isListening = true;
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  return {
    dispose: () => {
      running.delete(abort);
      if (running.size > 0 || !isListening) return;
      isListening = false;
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  const aborts = [...running].map((abort) => abort().catch(() => undefined));
  const tooLong = new Promise((resolve) => setTimeout(resolve, LONGEST_MS));
  void Promise.race([Promise.all(aborts), tooLong]).then(() => {
    for (const each of SIGNALS) process.off(each, onSignal);
    process.kill(process.pid, signal);
  });
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Calls back when the process ends on its own: nothing is left to do, a signal came, or someone called `process.exit`.
 * After a signal's work the process dies of that signal, unless someone else listens to it too.
 *
 * @returns what stops the listening
 */
export function onProcessEnd(on: {
  readonly onIdle: (status: 'completed' | 'failed') => Promise<void>;
  readonly onSignal: () => Promise<void>;
  readonly onExit: (status: 'completed' | 'failed') => void;
}): () => void {
  const onBeforeExit = (code: number): void => void on.onIdle(code === 0 ? 'completed' : 'failed');
  const onExit = (code: number): void => on.onExit(code === 0 ? 'completed' : 'failed');
  const onSignal = (signal: NodeJS.Signals): void => {
    void on.onSignal().finally(() => {
      stop();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  };
  const stop = (): void => {
    process.off('beforeExit', onBeforeExit);
    process.off('exit', onExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that aborts when the run must stop, its reason in words; `dispose` takes the listeners off. */
export function stopOnSignals(options: {
  readonly signal: AbortSignal | undefined;
  readonly handleSignals: boolean;
}): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (name: string): void => controller.abort(name);
  const onAbort = (): void => controller.abort('by the caller');
  if (options.handleSignals) for (const name of SIGNALS) process.on(name, onSignal);
  options.signal?.addEventListener('abort', onAbort);
  if (options.signal?.aborted === true) onAbort();
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
}

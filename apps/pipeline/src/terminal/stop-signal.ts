const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does something that can be stopped in good order: the signal that it is given aborts when this process shall end.
 * Without it the process would end at once, and leave behind what it had begun.
 */
export async function stoppable<Result>(
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stop = (name: string) => controller.abort(name);
  for (const name of SIGNALS) process.on(name, stop);
  try {
    return await act(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

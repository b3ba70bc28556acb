const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs `start` and takes off the process-wide error handlers that it leaves behind: the loader of the
 * wasm backend installs some that rethrow every error with its own minified source in the trace.
 */
export async function withoutNewHandlers<T>(start: () => Promise<T>): Promise<T> {
  const before = EVENTS.map((event) => new Set<unknown>(process.rawListeners(event)));
  try {
    return await start();
  } finally {
    EVENTS.forEach((event, i) => {
      for (const handler of process.rawListeners(event)) {
        if (before[i]?.has(handler) === false) process.off(event, asListener(handler));
      }
    });
  }
}

// rawListeners is typed as Function: hand `off` a function type it takes, the identity unchanged.
function asListener(handler: unknown): (...args: unknown[]) => void {
  if (!isListener(handler)) throw new TypeError('an event handler is not a function');
  return handler;
}

function isListener(value: unknown): value is (...args: unknown[]) => void {
  return typeof value === 'function';
}

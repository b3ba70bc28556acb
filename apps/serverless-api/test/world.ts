import type { LogLine } from '../src/log.ts';
import type { World } from '../src/api.ts';
import type { Environment } from '../src/settings.ts';

/** A world whose clock advances 1.5 ms a look, and whose log is kept. */
export function worldOf(environment: Environment): World & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  let nowMs = 1000;
  return {
    environment,
    nowMs: () => (nowMs += 1.5),
    // No test waits: time passes where it is looked at
    sleep: async (ms) => {
      nowMs += ms;
    },
    random: () => 0.5,
    newId: () => 'new-id',
    log: (line) => lines.push(line),
    lines,
  };
}

/** The JSON object in an answer's body. */
export function bodyOf(answer: { readonly body: string }): Record<string, unknown> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}

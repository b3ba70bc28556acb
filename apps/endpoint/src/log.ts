const SEVERITY = { info: 30, warn: 40, error: 50, silent: 100 } as const;

export type LogLevel = keyof typeof SEVERITY;
export const LOG_LEVELS = Object.keys(SEVERITY) as readonly LogLevel[];

/** Values of one log line: never a session's contents. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Log = (level: Exclude<LogLevel, 'silent'>, event: string, fields?: LogFields) => void;

/** A log of one JSON object a line; lines below `lowest` are dropped. */
export function jsonLog(lowest: LogLevel, write: (line: string) => void, now: () => Date): Log {
  return (level, event, fields = {}) => {
    if (SEVERITY[level] < SEVERITY[lowest]) return;
    write(`${JSON.stringify({ time: now().toISOString(), level, event, ...fields })}\n`);
  };
}

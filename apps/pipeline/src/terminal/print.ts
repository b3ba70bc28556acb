import { escapedInJson, printableLines } from './printable.ts';

/** Prints a value as JSON, control characters escaped. */
export function printJson(value: unknown): void {
  const json = JSON.stringify(value, null, 2);
  process.stdout.write(`${escapedInJson(json)}\n`);
}

/** A line of JSON: its `type` tells a program how to read the rest. */
interface JsonLine {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Prints a line of JSON about what has just happened, with the time in UTC, control characters escaped. */
export function printJsonLine({ type, ...rest }: JsonLine): void {
  const json = JSON.stringify({ type, time: new Date().toISOString(), ...rest });
  process.stdout.write(`${escapedInJson(json)}\n`);
}

/** Prints what a command came to, as the last of its lines of JSON. */
export function printResult(result: unknown): void {
  printJsonLine({ type: 'result', result });
}

/** Prints a text, of one line or several; what could move or colour the terminal is shown instead. */
export function print(line = ''): void {
  process.stdout.write(`${printableLines(line)}\n`);
}

/** Prints a report, which has colours of ours: texts of a user's in it are made printable where it is rendered. */
export function printReport(report: string): void {
  process.stdout.write(`${report}\n`);
}

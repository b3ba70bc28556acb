import { escapedInJson, printableLines } from './printable.ts';

/** Prints a value as JSON, control characters escaped. */
export function printJson(value: unknown): void {
  const json = JSON.stringify(value, null, 2);
  process.stdout.write(`${escapedInJson(json)}\n`);
}

/** Prints a text, of one line or several; what could move or colour the terminal is shown instead. */
export function print(line = ''): void {
  process.stdout.write(`${printableLines(line)}\n`);
}

/** Prints a report, which has colours of ours: texts of a user's in it are made printable where it is rendered. */
export function printReport(report: string): void {
  process.stdout.write(`${report}\n`);
}

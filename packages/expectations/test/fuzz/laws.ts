import assert from 'node:assert/strict';
import { ExpectationsError } from '../../src/index.ts';
import type { ValidationResult } from '../../src/index.ts';

/** However long what came in is, a message is for a person to read; of a suite it has a line for each problem. */
const MOST_MESSAGE_CHARACTERS = 20_100;
const MOST_LINE_CHARACTERS = 2500;

/** What only our SQL, our code or the engine's insides would say. */
const FOREIGN =
  /LINE \d+:|list_contains\(|count_if\(|row_number\(\)|\blf_[a-z_]+\(|CASE WHEN|::DOUBLE|\bAS v\d|INTERNAL|std::|\.ts:\d|node_modules|\n\s+at /;

/** Errors of JavaScript itself: a fault of ours that nobody thought of. */
const FAULT = /^(Range|Type|Syntax|Reference|URI|Eval|Assertion)Error/;

/** A message that a person can read, and that says nothing of our insides. */
function checkMessage(message: string): void {
  assert.ok(message.length > 0, 'an empty message');
  assert.ok(message.length <= MOST_MESSAGE_CHARACTERS, `a message of ${message.length} characters`);
  const longest = Math.max(...message.split('\n').map((line) => line.length));
  assert.ok(longest <= MOST_LINE_CHARACTERS, `a line of ${longest}: ${message.slice(0, 300)}`);
  assert.doesNotMatch(message, FOREIGN);
}

/** Whatever is thrown is an error of ours. */
export function checkError(error: unknown): void {
  if (!(error instanceof ExpectationsError)) {
    throw new Error(
      `an error that is not ours: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      {
        cause: error,
      },
    );
  }
  assert.match(error.code, /^[a-z_]+$/);
  checkMessage(error.message);
}

/** A result without what two runs may tell differently: where in our code an error was made. */
function comparable({ results, ...rest }: ValidationResult) {
  return {
    ...rest,
    results: results.map(({ exception_info: info, ...each }) => ({
      ...each,
      exception_info: { ...info, exception_traceback: null },
    })),
  };
}

/** JSON has no -0, which a column may hold. */
function withoutSignOfZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutSignOfZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, withoutSignOfZero(held)]),
  );
}

/** A result is JSON that reads back as it was, and its errors are ours. */
export function checkResult(result: ValidationResult): void {
  const read: unknown = JSON.parse(JSON.stringify(result));
  assert.deepStrictEqual(read, withoutSignOfZero(result));
  for (const { success, exception_info: info } of result.results) {
    if (!info.raised_exception) continue;
    assert.equal(success, false);
    checkMessage(info.exception_message ?? '');
    assert.doesNotMatch(info.exception_traceback ?? '', FAULT, info.exception_traceback ?? '');
  }
}

/** Whether a result depends on how long something took, as a regular expression that is stopped does. */
function wasStopped({ results }: ValidationResult): boolean {
  return results.some(
    ({ exception_info: info }) => info.exception_message?.includes(' took over ') === true,
  );
}

/** Checked again, the same suite finds the same. */
export function checkSame(first: ValidationResult, second: ValidationResult): void {
  if (wasStopped(first) || wasStopped(second)) return;
  assert.deepStrictEqual(comparable(second), comparable(first));
}

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Expectation } from '../declare/expectation.ts';
import { parseExactJson } from '../exact/json.ts';
import { ExpectationsError } from '../errors.ts';
import { writeWholeFile } from '../files/write-whole.ts';
import { cutShort } from '../shown.ts';
import type { Terminal } from './terminal.ts';

/** So many characters of a path, or of what the system says of it. */
const MOST_CHARACTERS = 500;

const reasonOf = (cause: unknown) =>
  cutShort(cause instanceof Error ? cause.message : String(cause), MOST_CHARACTERS);

const pathShown = (path: string) => cutShort(path, MOST_CHARACTERS);

/** Parsed JSON of a file. `what`: what it should hold, for messages. Throws ExpectationsError. */
export async function readJson(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new ExpectationsError(
      'unreadable_file',
      `Cannot read the ${what} ${pathShown(path)}: ${isMissing ? 'there is no such file' : reasonOf(cause)}.`,
      { cause },
    );
  }
  try {
    return parseExactJson(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ExpectationsError(
      'unreadable_file',
      `The ${what} ${pathShown(path)} is not JSON: ${reasonOf(cause)}.`,
      { cause },
    );
  }
}

/** Writes text to `--output`, whole or not at all, or to the terminal where no file is given. */
export async function deliver(
  text: string,
  path: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (path === undefined) {
    terminal.out(whole);
    return;
  }
  await writeWholeFile(path, whole);
}

function isExpectation(value: unknown): value is Expectation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'bind' in value &&
    typeof value.bind === 'function'
  );
}

/** The expectations that modules of the user export, under whatever names, in lists too. */
export async function loadExpectations(paths: readonly string[]): Promise<readonly Expectation[]> {
  const loaded: Expectation[] = [];
  for (const path of paths) {
    let exported: unknown[];
    try {
      const module: unknown = await import(pathToFileURL(resolve(path)).href);
      exported = Object.values(module ?? {});
    } catch (cause) {
      throw new ExpectationsError(
        'unreadable_file',
        `Cannot load expectations from ${pathShown(path)}: ${reasonOf(cause)}.`,
        { cause },
      );
    }
    const found = exported.flat().filter(isExpectation);
    if (found.length === 0) {
      throw new ExpectationsError(
        'unreadable_file',
        `${pathShown(path)} exports no expectation: export what defineExpectation or defineMapExpectation returns.`,
      );
    }
    loaded.push(...found);
  }
  return loaded;
}

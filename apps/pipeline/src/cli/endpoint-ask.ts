import { InvocationError } from '@lf/deploy';
import { askSageMakerAsync, connectSageMaker, requireAsynchronous } from '@lf/deploy/sagemaker';
import type { Command } from 'commander';
import { open, type FileHandle } from 'node:fs/promises';
import { queueOf } from '../deploy/request-queue.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print } from '../terminal/print.ts';
import { stoppable } from '../terminal/stop-signal.ts';
import { wholeNumber } from './flags.ts';

interface AskFlags {
  readonly input: string;
  readonly minutes: number;
}

/** Requests that wait in the queue at a time. */
const AT_A_TIME = 16;
const DEFAULT_MINUTES = 15;
const MINUTE_MS = 60_000;

/** `lf endpoint ask`: a file of requests, answered through the queue of an asynchronous endpoint in SageMaker. */
export function addEndpointAskCommand(endpoint: Command): void {
  endpoint
    .command('ask')
    .description(
      'answer a file of requests through the queue of an asynchronous SageMaker endpoint; one answer per line',
    )
    .argument('<name>', 'name of the endpoint (lf endpoint list)')
    .requiredOption('--input <file>', 'a body of POST /invocations per line')
    .option(
      '--minutes <n>',
      'minutes to wait for an answer; an endpoint of 0 instances needs some to wake up',
      wholeNumber,
      DEFAULT_MINUTES,
    )
    .action(ask);
}

async function ask(name: string, { input, minutes }: AskFlags): Promise<void> {
  const { store } = openContext();
  const sagemaker = connectSageMaker();
  await requireAsynchronous(sagemaker, { name, datastore: store.url });
  const failed: { readonly line: number; readonly message: string }[] = [];
  let asked = 0;
  await stoppable(async (signal) => {
    const request = { endpoint: name, ...queueOf(store), timeoutMs: minutes * MINUTE_MS, signal };
    const answerTo = async ({ number: line, body }: Line): Promise<string> => {
      try {
        return onOneLine(await askSageMakerAsync(sagemaker, { ...request, body }));
      } catch (error) {
        if (!(error instanceof InvocationError)) throw error;
        failed.push({ line, message: error.message });
        return JSON.stringify({ error: error.message });
      }
    };
    for await (const lines of linesIn(input)) {
      asked += lines.length;
      for (const answer of await Promise.all(lines.map(answerTo))) print(answer);
    }
  });
  const [worst] = failed.toSorted((a, b) => a.line - b.line);
  if (worst === undefined) return;
  throw new PipelineError(
    'requests_failed',
    `Asking ${name}: ${failed.length} of ${asked} requests have no answer; the first is line ${worst.line}: ${worst.message} Correct those lines, or allow more --minutes, then ask again.`,
  );
}

interface Line {
  readonly number: number;
  readonly body: string;
}

/** Some lines of a file at a time, empty ones left out. */
async function* linesIn(path: string): AsyncGenerator<readonly Line[]> {
  const file = await openFile(path);
  try {
    let number = 0;
    let lines: Line[] = [];
    for await (const body of file.readLines()) {
      number += 1;
      if (body.trim() === '') continue;
      lines.push({ number, body });
      if (lines.length < AT_A_TIME) continue;
      yield lines;
      lines = [];
    }
    if (lines.length > 0) yield lines;
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const refuse = (reason: string, cause?: unknown): PipelineError =>
    new PipelineError(
      'input_unreadable',
      `Reading --input ${path}: expected a file with a body of POST /invocations per line, but ${reason}.`,
      { cause },
    );
  const file = await open(path).catch((error: unknown) => {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw refuse('it is no file');
}

/** A line of JSON, whatever came: line breaks are none of its values. */
function onOneLine(text: string): string {
  try {
    JSON.parse(text);
    return text.trim().replaceAll(/[\r\n]+/g, ' ');
  } catch {
    return JSON.stringify(text);
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import { InvalidSuiteError, validate } from '@lf/expectations';
import type { ExpectationResult } from '@lf/expectations';
import { fromMarkedJson } from './exact-json.ts';
import type { Asked, Part } from './job.ts';
import type { Outcome } from './outcome.ts';

// A program of its own: answer.ts JOB RESULTS writes what @lf/expectations says of the parts of a job.

function outcomeOf(found: ExpectationResult | undefined): Outcome {
  if (found === undefined) throw new Error('every expectation of a suite has a result');
  const { raised_exception: raised, exception_message: message } = found.exception_info;
  return { success: found.success, result: found.result, raised, message: message ?? '' };
}

/** Each expectation on its own, where one of them ends the whole suite: that is its outcome. */
async function answerOneByOne(part: Part, error: unknown): Promise<readonly Outcome[]> {
  const { expectations } = part;
  if (expectations.length === 1) {
    const message = `the suite ended: ${String(error)}`;
    return [{ success: false, result: {}, raised: true, message }];
  }
  const outcomes: Outcome[] = [];
  for (const each of expectations)
    outcomes.push(...(await answer({ ...part, expectations: [each] })));
  return outcomes;
}

/** The outcomes of a part, checked as one suite. */
async function answer(part: Part): Promise<readonly Outcome[]> {
  try {
    return await answerTogether(part);
  } catch (error) {
    return answerOneByOne(part, error);
  }
}

/** All of a part as one suite; what GX says of wrong kwargs when it runs, we say before. */
async function answerTogether({ table, expectations, result_format: format }: Part) {
  const check = (asked: readonly Asked[]) =>
    validate({
      source: { parquet: table },
      suite: { name: 'drawn', expectations: asked },
      resultFormat: format,
    });
  const refused = new Map<number, string>();
  let results: readonly ExpectationResult[];
  try {
    ({ results } = await check(expectations));
  } catch (error) {
    if (!(error instanceof InvalidSuiteError)) throw error;
    for (const { at, message } of error.problems) refused.set(at, message);
    ({ results } = await check(expectations.filter((_, at) => !refused.has(at))));
  }
  const rest = results.values();
  return expectations.map((_, at): Outcome => {
    const message = refused.get(at);
    if (message === undefined) return outcomeOf(rest.next().value);
    return { success: false, result: {}, raised: true, message };
  });
}

const [jobPath, resultsPath] = process.argv.slice(2);
if (jobPath === undefined || resultsPath === undefined) {
  throw new Error('usage: answer.ts JOB RESULTS');
}
// Our own program writes it
const job = fromMarkedJson(readFileSync(jobPath, 'utf8')) as readonly Part[];
const answers: (readonly Outcome[])[] = [];
for (const part of job) answers.push(await answer(part));
writeFileSync(resultsPath, JSON.stringify(answers));

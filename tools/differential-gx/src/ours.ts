import { InvalidSuiteError, validate } from '@lf/expectations';
import type { ResultFormatOptions } from '@lf/expectations';
import type { Case } from './cases.ts';
import type { Outcome } from './outcome.ts';

async function outcomeOf(
  parquet: string,
  each: Case,
  resultFormat: ResultFormatOptions,
): Promise<Outcome> {
  const suite = { name: each.type, expectations: [each] };
  try {
    const { results } = await validate({ source: { parquet }, suite, resultFormat });
    const [found] = results;
    if (found === undefined) throw new Error('a suite of one expectation has one result');
    const { raised_exception: raised, exception_message: message } = found.exception_info;
    return { success: found.success, result: found.result, raised, message: message ?? '' };
  } catch (error) {
    // What GX says of kwargs when it runs, we say before: both refuse.
    if (!(error instanceof InvalidSuiteError)) throw error;
    return { success: false, result: {}, raised: true, message: error.message };
  }
}

/** What @lf/expectations says of each case on a table. */
export async function askOurs(
  parquet: string,
  cases: readonly Case[],
  resultFormat: ResultFormatOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const each of cases) outcomes.push(await outcomeOf(parquet, each, resultFormat));
  return outcomes;
}

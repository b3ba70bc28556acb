import { ExpectationsError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { exactJson } from '../exact/json.ts';
import { join } from 'node:path';
import type { ValidationResult } from '../result/validation-result.ts';
import { isNestedDeeper, TOO_DEEP } from '../nesting.ts';
import { shownName } from '../shown.ts';
import { readSuite } from '../suite/read-suite.ts';
import type { Suite } from '../suite/suite.ts';
import { indexPage } from './page/index-page.ts';
import { resultPage } from './page/result-page.ts';
import { suitePage } from './page/suite-page.ts';
import type { DataProfile } from './profile/data-profile.ts';
import { readRecords, RECORDS, SUITE_FILE } from './record/records.ts';
import type { Remembered } from './record/records.ts';
import { recordOf } from './record/result-record.ts';
import type { ResultRecord } from './record/result-record.ts';
import { suiteSlug } from './record/suite-slug.ts';
import { writeWhole } from './record/write-file.ts';
import type { DataDocs, DataDocsOptions } from './write-data-docs.ts';

interface Given {
  readonly result: ValidationResult;
  readonly record: ResultRecord;
  readonly slug: string;
}

const suiteHref = (name: string) => `suites/${suiteSlug(name)}.html`;
const resultHref = ({ suite, id }: ResultRecord) => `results/${suiteSlug(suite)}/${id}.html`;

const byId = (a: ResultRecord, b: ResultRecord): number => (a.id < b.id ? -1 : Number(a.id > b.id));

/** The suite as far as a result tells it. */
function suiteOf({ suite_name: name, results, meta }: ValidationResult): Suite {
  return {
    name,
    expectations: results.map((each) => each.expectation_config),
    ...(meta.suite_notes !== undefined && { meta: { notes: meta.suite_notes } }),
  };
}

/** What is remembered with what is given: suites given now, or told by the latest result given. */
function merged(
  remembered: ReadonlyMap<string, Remembered>,
  suites: readonly Suite[],
  given: readonly Given[],
): ReadonlyMap<string, Remembered> {
  const all = new Map(remembered);
  const known = (slug: string): Remembered => all.get(slug) ?? { suite: null, records: [] };
  for (const { result, record, slug } of given.toSorted((a, b) => byId(a.record, b.record))) {
    const { suite, records } = known(slug);
    const isLatest = records.every((each) => each.id <= record.id);
    const others = records.filter(({ id }) => id !== record.id);
    all.set(slug, {
      suite: isLatest || suite === null ? suiteOf(result) : suite,
      records: [...others, record].sort(byId),
    });
  }
  for (const suite of suites) {
    const slug = suiteSlug(suite.name);
    all.set(slug, { ...known(slug), suite });
  }
  return all;
}

/** The given result that each profile belongs to: the latest of its suite. */
function profiled({ profiles = {} }: DataDocsOptions, given: readonly Given[]) {
  const found = new Map<Given, DataProfile>();
  for (const [name, profile] of Object.entries(profiles)) {
    const [latest] = given
      .filter(({ record }) => record.suite === name)
      .sort((a, b) => byId(b.record, a.record));
    if (latest !== undefined) found.set(latest, profile);
  }
  return found;
}

/** Writes the pages and remembers the results. */
export async function writeSite(options: DataDocsOptions): Promise<DataDocs> {
  const { folder } = options;
  const suites = (options.suites ?? []).map(readSuite);
  for (const { suite_name: name, ...told } of options.results ?? []) {
    if (!isNestedDeeper(told)) continue;
    throw new ExpectationsError(
      'invalid_result',
      `Cannot write the Data Docs: the result of ${shownName(name)} is ${TOO_DEEP}. Give what validate returned.`,
    );
  }
  const given = (options.results ?? []).map((result) => ({
    result,
    record: recordOf(result),
    slug: suiteSlug(result.suite_name),
  }));
  await makeFolder(folder);
  const all = merged(await readRecords(folder), suites, given);
  const profiles = profiled(options, given);
  for (const each of given) {
    const { result, record, slug } = each;
    const history = (all.get(slug)?.records ?? []).filter(({ id }) => id <= record.id);
    const written = resultPage({
      result,
      record,
      history,
      profile: profiles.get(each) ?? null,
      suiteHref: `../../${suiteHref(record.suite)}`,
      indexHref: '../../index.html',
      hrefOf: (other) => `${other.id}.html`,
    });
    await writeWhole(join(folder, resultHref(record)), written);
    await writeWhole(join(folder, RECORDS, slug, `${record.id}.json`), JSON.stringify(record));
  }
  const known = [...all].flatMap(([slug, { suite, records }]) =>
    suite === null ? [] : [{ slug, suite, records }],
  );
  for (const { slug, suite, records } of known) {
    await writeWhole(join(folder, RECORDS, slug, SUITE_FILE), exactJson(suite));
    const written = suitePage({
      suite,
      records,
      indexHref: '../index.html',
      hrefOf: (record) => `../${resultHref(record)}`,
    });
    await writeWhole(join(folder, suiteHref(suite.name)), written);
  }
  const index = join(folder, 'index.html');
  await writeWhole(index, indexPage({ suites: known, hrefOf: resultHref, suiteHrefOf: suiteHref }));
  return { index, results: given.map(({ record }) => join(folder, resultHref(record))) };
}

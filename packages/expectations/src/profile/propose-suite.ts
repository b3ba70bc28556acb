import { openTable } from '../source/open-table.ts';
import { describeSource } from '../source/source.ts';
import type { Source } from '../source/source.ts';
import { PROFILE_DEFAULTS } from './options.ts';
import type { ProfileOptions } from './options.ts';
import { proposeColumn } from './propose-column.ts';
import { proposeTable } from './propose-table.ts';
import { toExpectation } from './proposal.ts';
import type { Profile } from './profile.ts';
import { surveyTable } from './survey.ts';
import { surveyKeys, surveyValues } from './survey-values.ts';

/** Surveys the data and proposes what it passes. */
export async function proposeSuite(
  source: Source,
  options: Partial<ProfileOptions>,
): Promise<Profile> {
  const settings: ProfileOptions = { ...PROFILE_DEFAULTS, ...options };
  const { onProgress } = settings;
  const table = await openTable(source);
  try {
    const columns = table.shape.columns.filter(({ name }) => !settings.exclude.includes(name));
    const survey = await surveyTable(table, columns, (done, total) =>
      onProgress({ phase: 'survey', done, total }),
    );
    const values = await surveyValues(table, survey, settings);
    onProgress({ phase: 'values', done: 1, total: 1 });
    const keys = await surveyKeys(table, survey, (done, total) =>
      onProgress({ phase: 'keys', done, total }),
    );
    const findings = { rows: survey.rows, values, keys };
    const reasons = [
      ...proposeTable(table.shape, survey.rows, settings),
      ...survey.columns.flatMap((column) => proposeColumn(column, findings, settings)),
    ];
    return {
      suite: {
        name: settings.name,
        expectations: reasons.map(toExpectation),
        meta: { profiled: { source: describeSource(source), rows: survey.rows } },
      },
      reasons,
    };
  } finally {
    await table.close();
  }
}

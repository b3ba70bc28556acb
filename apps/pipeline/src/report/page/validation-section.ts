import { describeExpectation, type ValidationResult } from '@lf/expectations';
import { chip, html, table, type Content } from '@lf/report';
import type { Validation } from '../../validate/data-validation.ts';
import type { ReportedRun } from './reported-run.ts';

/** What the suite found; of a run that it stopped, the failure says it. */
export async function validationSection(run: ReportedRun): Promise<Content> {
  const failure = run.view.attempts.filter(({ step }) => step === 'data_validation').at(-1)?.error;
  const outputs = run.outputs<Validation>('data_validation');
  const result = await run.json<ValidationResult>(outputs?.result);
  if (result === null) {
    return failure === null || failure === undefined
      ? html`<p class="soft">The events of this run were not checked.</p>`
      : html`<p>${chip('bad', 'failed')}</p>
          <pre
            tabindex="0"
            role="region"
            aria-label="What failed"
          ><code>${failure.message}</code></pre>`;
  }
  const { statistics, suite_name: suite, results } = result;
  return html`<p>
      ${chip(result.success ? 'good' : 'bad', result.success ? 'passed' : 'failed')}
      ${statistics.successful_expectations} of ${statistics.evaluated_expectations} expectations of
      the suite
      <code>${suite}</code> hold.
      ${typeof outputs?.dataDocs === 'string' && html`<a href="${outputs.dataDocs}">Data Docs</a>`}
    </p>
    ${table({
      caption: `Expectations of ${suite}`,
      columns: [{ name: 'expectation' }, { name: 'outcome' }, { name: 'observed' }],
      rows: results.map(({ expectation_config: config, success, result: observed }) => ({
        cells: [
          describeExpectation(config),
          success ? chip('good', 'holds') : chip('bad', 'fails'),
          observedText(observed),
        ],
      })),
    })}`;
}

function observedText(observed: Readonly<Record<string, unknown>>): string {
  const { observed_value: value, unexpected_count: unexpected, element_count: elements } = observed;
  if (typeof unexpected === 'number' && typeof elements === 'number') {
    return `${unexpected.toLocaleString('en-US')} of ${elements.toLocaleString('en-US')} unexpected`;
  }
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value === undefined || value === null ? '' : JSON.stringify(value).slice(0, 200);
}

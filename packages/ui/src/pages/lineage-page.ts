import type { ArtifactRef, RunRecord } from '@lf/flow';
import { chip, formatNumber, html, NONE, table, type Html } from '@lf/report';
import {
  traceData,
  traceEndpoints,
  type ServedEndpoint,
  type TracedEndpoint,
} from '../history/lineage.ts';
import { renderUiPage } from './shell.ts';
import { moment, runLink, shortDigest, type Told } from './words.ts';

/** Runs that are named of a data set; the others are counted. */
const MOST_RUNS = 8;

/** Which data, run and bundle each endpoint serves, and which runs were made of which data. */
export function lineagePage(
  runs: readonly RunRecord[],
  endpoints: readonly ServedEndpoint[],
  told: Told,
): string {
  return renderUiPage({
    title: 'Lineage',
    over: 'From data by runs to what is served',
    sections: [
      {
        id: 'endpoints',
        title: 'Endpoints',
        body: endpointsOf(traceEndpoints(endpoints, runs), told),
      },
      { id: 'data', title: 'Data', body: dataTable(runs) },
    ],
  });
}

function endpointsOf(endpoints: readonly TracedEndpoint[], told: Told): Html {
  if (endpoints.length === 0) {
    return html`<p class="soft">${told('There are no endpoints; lf run intent deploys one.')}</p>`;
  }
  return html`${endpoints.map(
    ({ name, status, isLive, url, since, versions }) =>
      html`<div class="card">
        <h3>${name}</h3>
        <p class="soft">
          ${chip(isLive ? 'good' : 'bad', status)} ${url}, since ${moment(since)} UTC
        </p>
        ${versions.map(
          ({ role, bundle, bundleDigest, run, data }) =>
            html`<ul class="chain" aria-label="${role}">
              <li><span>data</span>${digestsOf(data)}</li>
              <li>
                <span>run</span>${run === null ? 'not in this datastore' : runLink(run.runId)}
              </li>
              <li>
                <span>bundle</span>${
                  bundleDigest === null ? html`<code>${bundle}</code>` : shortDigest(bundleDigest)
                }
              </li>
              <li><span>endpoint</span>${role}</li>
            </ul>`,
        )}
      </div>`,
  )}`;
}

function digestsOf(data: readonly ArtifactRef[]): Html {
  return data.length === 0
    ? html`${NONE}`
    : html`${data.map(({ digest }) => html`${shortDigest(digest)} `)}`;
}

function dataTable(runs: readonly RunRecord[]): Html {
  const traced = traceData(runs);
  if (traced.length === 0) return html`<p class="soft">No run has stored data yet.</p>`;
  return table({
    caption: 'Data and the runs that were made of it',
    hidesCaption: true,
    columns: [
      { name: 'sha256' },
      { name: 'key in the datastore' },
      { name: 'runs', kind: 'number' },
      { name: 'the newest' },
    ],
    rows: traced.map(({ artifacts, runs: made }) => ({
      cells: [
        digestsOf(artifacts),
        artifacts.map(({ uri }) => html`<code>${uri}</code> `),
        formatNumber(made.length),
        html`${made.slice(0, MOST_RUNS).map(({ runId }) => html`${runLink(runId)} `)}${
          made.length > MOST_RUNS && `and ${formatNumber(made.length - MOST_RUNS)} more`
        }`,
      ],
    })),
  });
}

import type { RunRecord } from '@lf/flow';
import { facts, formatDuration, html, preformatted, type Content } from '@lf/report';
import { ownVersion } from '../../deploy/own-version.ts';
import { isSynthetic } from '../../params/is-synthetic.ts';
import { lfCommand } from '../../terminal/lf-command.ts';
import type { ReportedRun } from './reported-run.ts';

/** What the run was made of, and the command that makes it again. */
export function reproduceSection({ view, store, tracked }: ReportedRun): Content {
  const { params } = view;
  const source = tracked.map((each) => each.tracked.source).find((each) => each !== null);
  const endedMs =
    view.endedAt === null ? null : Date.parse(view.endedAt) - Date.parse(view.createdAt);
  return html`${preformatted('Command', commandOf(view))}
    ${facts([
      ['run', html`<code>${view.runId}</code>`],
      ['flow', view.flow],
      ['status', view.status],
      ['created', view.createdAt],
      ['took', formatDuration(endedMs)],
      ['tags', view.tags.length === 0 ? 'none' : view.tags.join(', ')],
      ['seed', textOf(params['seed'])],
      ['datastore', html`<code>${store.url}</code>`],
      ['data set', textOf(params['dataset'])],
      ['sources', sourcesOf(params['sources'], params['syntheticEvents'])],
      [
        'version',
        `@lf/pipeline ${ownVersion()}, Node.js ${process.version}, when this page was made`,
      ],
      ...(source === undefined
        ? []
        : [
            [
              'code',
              html`<code>${source.commit}</code>${source.isDirty && ', with changes'}`,
            ] as const,
          ]),
    ])}
    <h3>Configuration</h3>
    ${preformatted(
      'Configuration',
      JSON.stringify(params['config'] ?? params['candidates'] ?? null, null, 2),
    )}
    <h3>What was noticed</h3>
    ${warningsOf(tracked)}`;
}

function warningsOf(tracked: ReportedRun['tracked']): Content {
  const lines = tracked.flatMap(({ task, tracked: { log } }) =>
    log
      .filter(({ level }) => level !== 'info')
      .map(({ message }) => html`<li>${task}: ${message}</li>`),
  );
  return lines.length === 0
    ? html`<p class="soft">No warning was tracked.</p>`
    : html`<ul>
        ${lines}
      </ul>`;
}

/** `lf run` with the flags that give the same run; settings that flags do not cover are in the table. */
function commandOf({ flow, params }: Pick<RunRecord, 'flow' | 'params'>): string {
  const { dataFolder, seed, syntheticEvents, modelFlags } = params;
  const chosen =
    typeof modelFlags === 'object' && modelFlags !== null ? Object.entries(modelFlags) : [];
  const flags = [
    ...(typeof dataFolder === 'string' ? ['--data', dataFolder] : []),
    ...(isSynthetic(params) ? ['--events', String(syntheticEvents)] : []),
    ...chosen.flatMap(([name, value]) => (name === 'seed' ? [] : [`--${name}`, String(value)])),
    '--seed',
    String(seed),
  ];
  return lfCommand('run', flow, ...flags);
}

function sourcesOf(sources: unknown, syntheticEvents: unknown): Content {
  const paths =
    typeof sources === 'object' && sources !== null
      ? Object.values(sources).filter((path) => typeof path === 'string')
      : [];
  return paths.length === 0
    ? `the synthetic shop, ${String(syntheticEvents)} events`
    : paths.map((path) => html`<code>${path}</code> `);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value);
}

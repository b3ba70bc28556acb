import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DocsError } from '../errors.ts';
import { ROOT } from '../repository.ts';

/** The programs that declare settings, and how each tells them: they are asked, so the page cannot lag behind. */
const LF = ['apps/pipeline/from-source.js', 'settings', '--json'];
const ENDPOINT = ['apps/endpoint/from-source.js', '--help'];

interface SettingRow {
  readonly name: string;
  readonly accepts: string;
  readonly default: string;
  readonly about: string;
}

/** What a setting is about, by the start of its name; the first that fits counts. */
const GROUPS: readonly (readonly [title: string, prefixes: readonly string[]])[] = [
  [
    'The public API',
    ['LF_API_', 'LF_ENDPOINT_URL', 'LF_ENDPOINT_KEY', 'SAGEMAKER_ENDPOINT_NAME', 'STAGE'],
  ],
  [
    'Deploying',
    [
      'LF_ENDPOINT_',
      'LF_MAX_METRIC_DROP',
      'LF_CHALLENGER_',
      'LF_SAGEMAKER_',
      'SAGEMAKER_',
      'IAM_',
      'DOCKER_IMAGE',
    ],
  ],
  ['Tracking', ['TENSORBOARD_', 'MLFLOW_', 'NEPTUNE_', 'WANDB_']],
  ['AWS and S3', ['AWS_', 'LF_S3_', 'METAFLOW_', 'EN_BATCH', 'BASE_IMAGE', 'RAPIDS_IMAGE']],
  ['Data, models and runs', ['']],
];

/** The settings of `lf` and of the endpoint, as a page. */
export function settingsPage(): string {
  const rows = JSON.parse(ask(LF)) as readonly SettingRow[];
  const byGroup = new Map<string, SettingRow[]>(GROUPS.toReversed().map(([title]) => [title, []]));
  for (const row of rows) {
    const group = GROUPS.find(([, starts]) => starts.some((start) => row.name.startsWith(start)));
    byGroup.get(group?.[0] ?? '')?.push(row);
  }
  const parts = [...byGroup].map(([title, group]) => `## ${title}\n\n${table(group)}\n`);
  return [
    '# Settings\n',
    'Nothing has to be set. Put what you want to change into a file `.env` where you run `lf`, or into the environment;',
    '`.env` wins. A wrong value stops the program before it starts, and the error names the key, the value and what was',
    'expected. What cannot be had is refused when you set it.\n',
    'This page is written by `lf settings --json` and `lf-endpoint --help` when the book is built.\n',
    ...parts,
    '## The endpoint as a program\n',
    '`lf` starts endpoints by itself. Who runs one alone has flags, and a variable for each:\n',
    '```text',
    ask(ENDPOINT).trimEnd(),
    '```\n',
  ].join('\n');
}

function table(rows: readonly SettingRow[]): string {
  const lines = rows.map(
    ({ name, accepts, default: value, about }) =>
      `| \`${name}\` | ${cell(about)} | ${cell(accepts)} | ${value === '' ? '' : `\`${value}\``} |`,
  );
  return [
    '| setting | what it is for | accepts | default |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

/** A text that stays one cell and holds no element. */
function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('*', '\\*')
    .replaceAll('{', '&#123;');
}

function ask([program = '', ...args]: readonly string[]): string {
  try {
    return execFileSync(process.execPath, [join(ROOT, program), ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });
  } catch (error) {
    throw new DocsError(
      'command_failed',
      `The page of settings asks ${program} ${args.join(' ')}, which failed. Run it by hand to see why.`,
      { cause: error },
    );
  }
}

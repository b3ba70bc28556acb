import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOOK, ROOT } from '../src/repository.ts';
import { firstMissingLine, tutorialBlocks, type Block } from '../src/tutorial/blocks.ts';

const NX = join(import.meta.dirname, '../src/tutorial/nx-command.ts');
const TSX = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;

/** Begins the output of a block. */
const BEGIN = '\u0002block ';

const pages = await Promise.all(
  (await readdir(join(BOOK, 'tutorials')))
    .filter((name) => name !== 'index.md')
    .map(async (name) => {
      const markdown = await readFile(join(BOOK, 'tutorials', name), 'utf8');
      return {
        name,
        markdown,
        runs: tutorialBlocks(markdown, name).some(({ kind }) => kind === 'run'),
      };
    }),
);

// Pages import our packages by name: they are bundled by what runs lf from source
beforeAll(() =>
  promisify(execFile)(process.execPath, [join(ROOT, 'apps/pipeline/from-source.js'), '--version']),
);

it('knows the pages of which nothing can be run here', () => {
  const idle = pages.filter(({ runs }) => !runs).map(({ name }) => name);
  expect(idle).toEqual(['datastore-in-s3.md', 'serve-in-sagemaker.md']);
});

describe.each(pages.filter(({ runs }) => runs))('$name', ({ name, markdown }) => {
  it('does what it says', async () => {
    // The port of the pages may be taken here
    const port = String(await freePort());
    const blocks = tutorialBlocks(markdown.replaceAll('8080', port), name);
    const folder = await mkdtemp(join(tmpdir(), 'lf-tutorial-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    try {
      const printed = await runBlocks(blocks, folder, port);
      let last = '';
      for (const block of blocks) {
        if (block.kind === 'run') last = printed.get(block.line) ?? '';
        if (block.kind !== 'output') continue;
        const missing = firstMissingLine(block.text, last);
        expect(missing, `${name}:${block.line} expects a line that is not in\n${last}`).toBeNull();
      }
    } finally {
      await promisify(execFile)(
        'bash',
        ['-c', `${prelude()}\nnpx nx run pipeline:lf -- endpoint stop --all`],
        {
          cwd: folder,
        },
      );
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** One shell for a page, so that a variable of one block is there in the next. */
async function runBlocks(
  blocks: readonly Block[],
  folder: string,
  port: string,
): Promise<ReadonlyMap<number, string>> {
  const script = [prelude()];
  for (const block of blocks) {
    if (block.kind === 'file') {
      const path = join(folder, `.block-${block.line}`);
      await writeFile(path, block.text);
      script.push(`cp ${path} '${block.name}'`);
    }
    if (block.kind === 'run') script.push(`echo '${BEGIN}${block.line}'`, block.text);
  }
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  const child = spawn('bash', ['-c', script.join('\n')], {
    cwd: folder,
    env: {
      ...Object.fromEntries(
        Object.entries({ PATH, HOME, LANG, TMPDIR }).filter(([, value]) => value),
      ),
      LF_ENDPOINT_PORT: port,
      ORT_DISABLE_TELEMETRY: '1',
      NODE_OPTIONS: `--import=${TSX}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  expect(code, output).toBe(0);
  return new Map(
    output
      .split(BEGIN)
      .slice(1)
      .map((part) => [Number.parseInt(part, 10), part.slice(part.indexOf('\n') + 1)]),
  );
}

function prelude(): string {
  return `set -euo pipefail\nexec 2>&1\nnpx() { node --import '${TSX}' '${NX}' "$@"; }`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

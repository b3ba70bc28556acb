import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProgram, unpackModels } from './check.ts';

const BUILDAH = { STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' } as const;

function buildah(...args: readonly string[]): string {
  return execFileSync('buildah', args, {
    env: { ...process.env, ...BUILDAH },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
}

/** The process in a chain of them that has started no other one: buildah's last is the container's program. */
function innermost(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  const [child] = children;
  return child === undefined ? pid : innermost(Number(child));
}

/**
 * Runs a container of the image that build-on-stand-in.sh has built, by its own entry point and user, the model at
 * /opt/ml/model as SageMaker puts it there.
 */
export async function checkBuilt(root: string, name: string): Promise<string> {
  const container = buildah('from', name);
  const work = await mkdtemp(join(tmpdir(), 'lf-image-'));
  try {
    const recModels = await unpackModels(root, work);
    // The container's user is another one, and reads them
    execFileSync('chmod', ['-R', 'a+rX', work]);
    const user = buildah('run', container, '--', 'id', '-u');
    if (user === '0') throw new Error(`${name} runs as root`);
    const facts = JSON.parse(buildah('inspect', '--type', 'image', name)) as {
      readonly OCIv1: { readonly config: { readonly Entrypoint?: readonly string[] } };
    };
    const { Entrypoint: entry = [] } = facts.OCIv1.config;
    const volumes = ['model', 'rec'].map((each) => `${join(work, each)}:/opt/ml/${each}:ro`);
    const seen = await checkProgram(
      {
        command: (argv, env) => [
          ...['env', ...Object.entries(BUILDAH).map(([key, value]) => `${key}=${value}`)],
          ...['buildah', 'run', '--network', 'host'],
          ...volumes.flatMap((volume) => ['--volume', volume]),
          ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
          ...[container, '--', ...entry, ...argv],
        ],
        pathOf: (folder) => `/opt/ml/${folder}`,
        programOf: innermost,
      },
      recModels,
    );
    return `${name}: ${seen}, as user ${user}`;
  } finally {
    buildah('rm', container);
    await rm(work, { recursive: true, force: true });
  }
}

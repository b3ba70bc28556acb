import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { objectIn, textIn, type FakeTraining, type Train } from './account.ts';

/** What a container finds below it; here each machine has a folder of its own instead. */
const ROOT = '/opt/ml';

/**
 * Machines that do training jobs: the very command of a job, as a process in an empty folder with the files that SageMaker
 * writes. What a container leaves in the folder of its checkpoints, the next one of the same URL finds there.
 */
export class TrainingMachines {
  /** Names of the jobs whose containers were begun, in order; a job twice where its machine was taken away. */
  readonly begun: string[] = [];
  /** Takes the machine of a container away that prints this, once. */
  takesAwayAt: string | null = null;
  readonly #checkpoints = new Map<string, string>();
  readonly #folders: string[] = [];
  readonly #environment: Readonly<Record<string, string>>;

  /** @param of.platformEnvironment what SageMaker gives containers, such as the credentials of their role */
  constructor(of: { readonly platformEnvironment: Readonly<Record<string, string>> }) {
    this.#environment = of.platformEnvironment;
  }

  /** To be the `train` of an account. */
  readonly train: Train = async (job, { signal, print }) => {
    for (;;) {
      const child = await this.#begin(job, print);
      const end = () => void child.kill('SIGTERM');
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
      signal.removeEventListener('abort', end);
      if (signal.aborted) return {};
      if (killedBy === 'SIGKILL') {
        job.secondary = 'Interrupted';
        continue;
      }
      if (code !== 0) return { failureReason: `AlgorithmError: , exit code: ${code}` };
      const output = textIn(objectIn(job.request, 'OutputDataConfig'), 'S3OutputPath');
      return { modelUrl: `${output}/${job.name}/output/model.tar.gz` };
    }
  };

  async close(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  async #begin(job: FakeTraining, print: (line: string) => void): Promise<ChildProcess> {
    const { request, name } = job;
    const root = await mkdtemp(join(tmpdir(), 'fake-training-'));
    this.#folders.push(root);
    await mkdir(join(root, 'input/config'), { recursive: true });
    const hyperparameters = JSON.stringify(objectIn(request, 'HyperParameters'));
    await writeFile(join(root, 'input/config/hyperparameters.json'), hyperparameters);
    const checkpoints = objectIn(request, 'CheckpointConfig');
    const here = (text: string) => {
      const local = textIn(checkpoints, 'LocalPath');
      if (local !== '' && text.includes(local)) {
        return text.replaceAll(local, this.#folderOf(textIn(checkpoints, 'S3Uri')));
      }
      return text.replaceAll(ROOT, root);
    };
    const { ContainerEntrypoint = [], ContainerArguments = [] } = objectIn(
      request,
      'AlgorithmSpecification',
    ) as { readonly ContainerEntrypoint?: string[]; readonly ContainerArguments?: string[] };
    const [file = '', ...args] = [...ContainerEntrypoint, ...ContainerArguments].map(here);
    const environment = Object.entries(objectIn(request, 'Environment')) as [string, string][];
    const child = spawn(file, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: dirname(process.execPath),
        HOME: root,
        TMPDIR: root,
        ...Object.fromEntries(environment.map(([key, value]) => [key, here(value)])),
        ...this.#environment,
        TRAINING_JOB_NAME: name,
      },
    });
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        print(line);
        if (this.takesAwayAt === null || !line.includes(this.takesAwayAt)) return;
        this.takesAwayAt = null;
        this.#takeAway(child);
      });
    }
    this.begun.push(name);
    return child;
  }

  #takeAway({ pid }: ChildProcess): void {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  }

  #folderOf(url: string): string {
    const there = this.#checkpoints.get(url);
    if (there !== undefined) return there;
    const folder = mkdtempSync(join(tmpdir(), 'fake-checkpoints-'));
    this.#folders.push(folder);
    this.#checkpoints.set(url, folder);
    return folder;
  }
}

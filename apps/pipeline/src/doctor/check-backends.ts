import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemEnvironment } from '@lf/deploy';
import { OWN_FOLDER } from '../settings/own-folder.ts';
import { failed, ok, warning, type Check } from './finding.ts';

const PROGRAM = join(OWN_FOLDER, 'dist/doctor/try-backends.js');

/** Loading TensorFlow and CUDA takes seconds where they are there. */
const LONGEST_MS = 20_000;

/** A GPU that CUDA could use, as NVIDIA's driver on Linux shows it. */
const NVIDIA = '/proc/driver/nvidia/version';

const ON_CUDA = '@tensorflow/tfjs-node-gpu';

export const backendsCheck: Check = {
  name: 'back ends',
  purposes: ['run', 'batch'],
  async find({ environment }) {
    const execArgv = process.execArgv.filter((argument) => !argument.startsWith('--inspect'));
    const answer = await promisify(execFile)(process.execPath, [...execArgv, PROGRAM], {
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
      env: systemEnvironment(environment),
    }).catch((error: unknown) => error);
    if (answer instanceof Error || !hasOutput(answer)) {
      return [
        failed(
          `TensorFlow.js brings its process down, or does not answer within ${LONGEST_MS / 1000} s`,
          'ENGINE fused in the model configuration, the default, needs none of it',
        ),
      ];
    }
    const tried = triesIn(answer.stdout);
    const chosen = tried.find(({ isAvailable }) => isAvailable);
    const others = tried
      .filter(({ isAvailable }) => !isAvailable)
      .map(({ packageName, detail }) => `${packageName}: ${detail}`);
    const found = [
      chosen === undefined
        ? 'TensorFlow.js has no back end here'
        : `TensorFlow.js runs on ${chosen.name} (${chosen.packageName}: ${chosen.detail})`,
      ...others,
    ].join('; ');
    if (existsSync(NVIDIA) && chosen?.packageName !== ON_CUDA) {
      const isInstalled = tried.some(
        ({ packageName, detail }) => packageName === ON_CUDA && detail !== 'not installed',
      );
      return [
        warning(
          `an NVIDIA GPU is there and is not used. ${found}`,
          // Installed, it tells itself what it lacks
          isInstalled ? undefined : `npm i ${ON_CUDA}@4, or the image of tools/base-image/gpu`,
        ),
      ];
    }
    return [ok(`our kernels train on every core; ${found}`)];
  },
};

interface Try {
  readonly name: string;
  readonly packageName: string;
  readonly isAvailable: boolean;
  readonly detail: string;
}

function triesIn(text: string): readonly Try[] {
  // TensorFlow may print a greeting before it
  const json = text.slice(text.lastIndexOf('\n') + 1);
  return JSON.parse(json) as readonly Try[];
}

function hasOutput(answer: unknown): answer is { readonly stdout: string } {
  return typeof answer === 'object' && answer !== null && 'stdout' in answer;
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '@lf/deploy';

/** In the folder of the checkpoints, which comes back when a container is begun again. */
const COUNT = 'beginnings';

/**
 * How often this container has been begun, this time included: AWS Batch says so; for a training job of SageMaker it is
 * counted in the folder of its checkpoints.
 *
 * @param attempt whose count it is: the checkpoints are those of all attempts of a task
 */
export async function countBeginning(environment: Environment, attempt: string): Promise<number> {
  const { AWS_BATCH_JOB_ATTEMPT: told, LF_CHECKPOINTS: folder } = environment;
  if (told || !folder) return Number(told ?? 1);
  await mkdir(folder, { recursive: true });
  const path = join(folder, COUNT);
  const text = await readFile(path, 'utf8').catch(() => '');
  const [before, count] = text.split('\n');
  const beginning = before === attempt && Number(count) >= 1 ? Number(count) + 1 : 1;
  await writeFile(`${path}.new`, `${attempt}\n${beginning}\n`);
  await rename(`${path}.new`, path);
  return beginning;
}

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Where a training keeps its state, so that another process goes on from there. */
export interface Checkpoints<State> {
  load(): Promise<State | null>;
  save(state: State): Promise<void>;
}

/**
 * The checkpoints of a training in the folder of LF_CHECKPOINTS, which outlives this machine: a training job of SageMaker
 * has one. A state is of the Node that wrote it, so of the same image.
 *
 * @param of.inputs all that the training depends on: another one's state is never found
 * @returns undefined where there is no such folder: a training begins anew then
 */
export function checkpointsHere<State>(of: {
  readonly inputs: unknown;
  readonly log: (line: string) => void;
}): Checkpoints<State> | undefined {
  const folder = process.env['LF_CHECKPOINTS'];
  if (!folder) return undefined;
  const digest = createHash('sha256').update(JSON.stringify(of.inputs)).digest('hex');
  const path = join(folder, `${digest.slice(0, 32)}.checkpoint`);
  return {
    async load() {
      const bytes = await readFile(path).catch(() => null);
      if (bytes === null) return null;
      try {
        return deserialize(bytes) as State;
      } catch (error) {
        of.log(`its checkpoint cannot be read (${String(error)}): it begins anew`);
        return null;
      }
    },
    async save(state) {
      await mkdir(folder, { recursive: true });
      // What is brought to the next machine is a whole state, whenever this one is taken away
      await writeFile(`${path}.new`, serialize(state));
      await rename(`${path}.new`, path);
    },
  };
}

import { temporaryFolder } from '@lf/test-doubles';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countBeginning } from '../../src/batch/beginning.ts';

it('takes the word of AWS Batch, and counts where SageMaker keeps a folder', async () => {
  expect(await countBeginning({ AWS_BATCH_JOB_ATTEMPT: '3' }, 'a')).toBe(3);
  expect(await countBeginning({}, 'a')).toBe(1);
  const LF_CHECKPOINTS = join(temporaryFolder(), 'checkpoints');
  expect(await countBeginning({ LF_CHECKPOINTS }, 'a')).toBe(1);
  expect(await countBeginning({ LF_CHECKPOINTS }, 'a')).toBe(2);
  // The next attempt of the task goes on from the same checkpoints, and tells its own story
  expect(await countBeginning({ LF_CHECKPOINTS }, 'b')).toBe(1);
  await writeFile(join(LF_CHECKPOINTS, 'beginnings'), 'b\nmany\n');
  expect(await countBeginning({ LF_CHECKPOINTS }, 'b')).toBe(1);
});

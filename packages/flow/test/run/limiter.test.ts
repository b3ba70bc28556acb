import { expect, it } from 'vitest';
import { limitConcurrency } from '../../src/run/limiter.ts';

it('runs no more jobs at a time than it may, in the order in which they came', async () => {
  const limit = limitConcurrency(3);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const jobs = Array.from({ length: 20 }, (_, job) =>
    limit(async () => {
      begun.push(job);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, job % 3));
      running -= 1;
      if (job === 4) throw new Error('one fails');
      return job;
    }),
  );
  const ends = await Promise.allSettled(jobs);
  expect(most).toBe(3);
  expect(begun).toEqual(jobs.map((_, job) => job));
  expect(ends.filter((end) => end.status === 'rejected')).toHaveLength(1);
});

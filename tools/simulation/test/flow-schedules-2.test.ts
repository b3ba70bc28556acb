import { it } from 'vitest';
import { checkFlowSchedule } from '../src/flow-law.ts';
import { MANY_SCHEDULES_MS, SCHEDULES, expectLawful } from './schedules.ts';

it(
  'a run that is disturbed in every way ends with the undisturbed bytes or a clear error, and has one owner (half 2 of 2)',
  () =>
    expectLawful(checkFlowSchedule, {
      skip: SCHEDULES.flow / 2,
      schedules: SCHEDULES.flow / 2,
      seen: ['done', 'cut off', 'run_locked', 'run_failed', 'ENOSPC', 'EIO'],
    }),
  MANY_SCHEDULES_MS,
);

import { it } from 'vitest';
import { checkUploadSchedule } from '../src/upload-law.ts';
import { MANY_SCHEDULES_MS, SCHEDULES, expectLawful } from './schedules.ts';

it(
  'readers of an upload that is disturbed in every way see the old data set or a new one, whole',
  () =>
    expectLawful(checkUploadSchedule, {
      skip: 0,
      schedules: SCHEDULES.upload,
      seen: ['uploaded', 'read', 'cut off', 'dataset_not_found', 'ENOSPC', 'EIO'],
    }),
  MANY_SCHEDULES_MS,
);

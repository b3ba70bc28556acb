import { countItems } from '@lf/recommenders';
import { POPULARITY, SESSION_POPULARITY } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';

/** Counts the events of each item. */
export const trainPopularity = defineTrainer(POPULARITY, {
  fit: ({ train, itemCount }) => ({ counts: countItems(train, itemCount) }),
});

/** Has nothing to learn: the session says all. */
export const trainSessionPopularity = defineTrainer(SESSION_POPULARITY, { fit: () => ({}) });

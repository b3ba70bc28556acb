import { LINEAR } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { fitLinear } from './fit-linear.ts';

/** Fits the weights of each item in closed form. */
export const trainLinear = defineTrainer(LINEAR, {
  fit: async (input) => ({ ...(await fitLinear(input)) }),
});

import { ENCODER } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { fitEncoder } from './fit-encoder.ts';

/** Trains the session encoder on the fused kernel. */
export const trainEncoder = defineTrainer(ENCODER, {
  fit: async (input) => ({ ...(await fitEncoder(input)) }),
});

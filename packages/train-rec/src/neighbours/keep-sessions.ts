import type { RecModel } from '@lf/recommenders';
import { defineTrainer, type Trainer } from '../define-trainer.ts';

/** Trains a model whose past sessions vote: what it keeps is the sessions themselves. */
export function keepSessions(model: RecModel): Trainer {
  return defineTrainer(model, {
    fit: ({ train: { offsets, items } }) => ({ offsets, items }),
  });
}

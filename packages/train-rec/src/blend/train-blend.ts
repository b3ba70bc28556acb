import { filterSessions, sessionCount } from '@lf/recommenders';
import { BLEND, BLEND_FEATURES, blendReader } from '@lf/recommenders/training';
import { defineTrainer } from '../define-trainer.ts';
import { learnWeights } from './learn-weights.ts';

/**
 * Learns what each kind of evidence weighs on the latest sessions: on `validation`, or else on a VALIDATION_RATIO of
 * the training sessions, which are held out for it and then join the rest.
 */
export const trainBlend = defineTrainer(BLEND, {
  async fit({ train, validation, itemCount, config, seed, tracker, onProgress }) {
    const split = Math.floor(sessionCount(train) * (1 - config.VALIDATION_RATIO));
    const past =
      validation === undefined
        ? filterSessions(train, (_length, session) => session < split)
        : train;
    const heldOut = validation ?? filterSessions(train, (_length, session) => session >= split);
    onProgress?.({ message: 'learning what each kind of evidence weighs', doneRatio: 0 });
    const weights = learnWeights(await blendReader(past, itemCount, config), {
      heldOut,
      itemCount,
      maxCases: config.MAX_CASES,
      epochs: config.EPOCHS,
      learningRate: config.LEARNING_RATE,
      pull: config.PULL,
      seed,
    });
    tracker?.metrics(
      Object.fromEntries(
        BLEND_FEATURES.map((feature, f) => [`weights/${feature}`, weights[f] ?? 0]),
      ),
    );
    return { offsets: train.offsets, items: train.items, weights };
  },
});

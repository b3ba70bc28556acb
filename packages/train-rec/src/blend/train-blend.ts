import { filterSessions, sessionCount } from '@lf/recommenders';
import {
  BLEND,
  type BlendConfig,
  blendEncoder,
  blendFeatures,
  blendLinear,
  blendReader,
  ENCODER,
  learntEvidence,
  LINEAR,
  linearColumns,
} from '@lf/recommenders/training';
import { defineTrainer, type FitInput } from '../define-trainer.ts';
import { fitEncoder } from '../encoder/fit-encoder.ts';
import { fitLinear } from '../linear/fit-linear.ts';
import { learnWeights } from './learn-weights.ts';

/**
 * Learns what each kind of evidence weighs on the latest sessions: on `validation`, or else on a VALIDATION_RATIO of
 * the training sessions, which are held out for it and then join the rest.
 */
export const trainBlend = defineTrainer(BLEND, {
  async fit(input) {
    const { train, validation, itemCount, config, seed, tracker, onProgress } = input;
    const split = Math.floor(sessionCount(train) * (1 - config.VALIDATION_RATIO));
    const past =
      validation === undefined
        ? filterSessions(train, (_length, session) => session < split)
        : train;
    const heldOut = validation ?? filterSessions(train, (_length, session) => session >= split);
    const features = blendFeatures(learntEvidence(config));
    const lists = await linearOf({ ...input, train: past });
    const learnt = await encoderOf({ ...input, train: past });
    const encoder = learnt && blendEncoder(learnt, config);
    const read = await blendReader(past, itemCount, config, {
      ...(lists && { linear: blendLinear(lists) }),
      ...(encoder && { encoder }),
    });
    onProgress?.({ message: 'learning what each kind of evidence weighs', doneRatio: 0 });
    const weights = learnWeights(read, {
      heldOut,
      itemCount,
      features,
      maxCases: config.MAX_CASES,
      epochs: config.EPOCHS,
      learningRate: config.LEARNING_RATE,
      pull: config.PULL,
      seed,
    });
    encoder?.dispose();
    tracker?.metrics(
      Object.fromEntries(features.map((feature, f) => [`weights/${feature}`, weights[f] ?? 0])),
    );
    const served = past === train ? lists : await linearOf(input);
    const encoded = past === train ? learnt : await encoderOf(input);
    return {
      offsets: train.offsets,
      items: train.items,
      weights,
      ...(served && linearColumns(served)),
      ...encoded,
    };
  },
});

/** Linear evidence of the training sessions, where it joins; it sees none of the held-out ones. */
async function linearOf({ validation: _, config, ...input }: FitInput<BlendConfig>) {
  if (config.LINEAR_SOURCES === 0) return undefined;
  return fitLinear({ ...input, config: LINEAR.parse({ SOURCES: config.LINEAR_SOURCES }) });
}

/** An encoder of the training sessions, where one joins the evidence; it sees none of the held-out ones. */
async function encoderOf({ validation: _, config, ...input }: FitInput<BlendConfig>) {
  if (config.ENCODER_EPOCHS === 0) return undefined;
  return fitEncoder({ ...input, config: ENCODER.parse({ EPOCHS: config.ENCODER_EPOCHS }) });
}

import type { Validation, ValidationScore } from './validation.ts';

/** Why a training is over before its last epoch. */
export type StopReason = 'patience' | 'flat';

/** Remembers the best epoch and says when to stop waiting for a better one. */
export interface EarlyStopping {
  readonly bestEpoch: number;
  readonly bestLoss: number;
  /** Epochs since the best one. */
  readonly staleEpochs: number;
  /** Notes an epoch's score; true when its loss is the lowest so far (a tie is not lower). */
  observe(epoch: number, score: ValidationScore): boolean;
  /** Null while training goes on. */
  readonly reason: StopReason | null;
  /** Epochs until training stops if none of them is better. */
  readonly epochsLeft: number;
  state(): EarlyStoppingState;
}

/** What it has seen so far. */
export interface EarlyStoppingState {
  readonly bestEpoch: number;
  readonly best: ValidationScore | undefined;
  readonly staleEpochs: number;
  /** The best scores after the last epochs, `window` + 1 of them at most. */
  readonly bests: readonly ValidationScore[];
  readonly reason: StopReason | null;
}

export interface EarlyStoppingOptions {
  /** Epochs to wait for a lower loss. */
  readonly patience: number;
  /** Epochs in which the loss must fall by more than `minGain` and more than its standard error; 0: no such rule. */
  readonly window: number;
  /** In nats. */
  readonly minGain: number;
  readonly gain: Validation['gain'];
  /** The state that it goes on from. */
  readonly from?: EarlyStoppingState | undefined;
}

/** Stops a training whose best loss is old, or hardly falls. */
export function createEarlyStopping(options: EarlyStoppingOptions): EarlyStopping {
  const { patience, window, minGain, gain, from } = options;
  const bests = [...(from?.bests ?? [])];
  let bestEpoch = from?.bestEpoch ?? 0;
  let best = from?.best;
  let staleEpochs = from?.staleEpochs ?? 0;
  let reason = from?.reason ?? null;

  const isFlat = (): boolean => {
    const [before] = bests;
    if (window === 0 || best === undefined || before === undefined) return false;
    if (bests.length <= window) return false;
    const { mean, standardError } = gain(before, best);
    return mean < Math.max(minGain, standardError);
  };
  return {
    get bestEpoch() {
      return bestEpoch;
    },
    get bestLoss() {
      return best?.loss ?? Infinity;
    },
    get staleEpochs() {
      return staleEpochs;
    },
    get reason() {
      return reason;
    },
    get epochsLeft() {
      if (reason !== null) return 0;
      return (window === 0 ? patience : Math.min(patience, window)) - staleEpochs;
    },
    state: () => ({ bestEpoch, best, staleEpochs, bests: [...bests], reason }),
    observe(epoch, score) {
      const isBetter = best === undefined || score.loss < best.loss;
      if (isBetter) {
        best = score;
        bestEpoch = epoch;
      }
      staleEpochs = isBetter ? 0 : staleEpochs + 1;
      bests.push(best ?? score);
      if (bests.length > window + 1) bests.shift();
      if (staleEpochs >= patience) reason = 'patience';
      else if (isFlat()) reason = 'flat';
      return isBetter;
    },
  };
}

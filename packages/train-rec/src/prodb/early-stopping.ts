/** Remembers the best epoch and says when to stop waiting for a better one. */
export interface EarlyStopping {
  readonly bestEpoch: number;
  readonly bestScore: number;
  readonly staleEpochs: number;
  /** Notes an epoch's score, the higher the better; true when it is the best so far (a tie is not better). */
  observe(epoch: number, score: number): boolean;
  /** True once `patience` epochs in a row were not better. */
  shouldStop(): boolean;
}

/** What it has seen so far. */
export type EarlyStoppingState = Pick<EarlyStopping, 'bestEpoch' | 'bestScore' | 'staleEpochs'>;

/**
 * @param patience epochs to wait for a higher score
 * @param from the state that it goes on from
 */
export function createEarlyStopping(patience: number, from?: EarlyStoppingState): EarlyStopping {
  let bestEpoch = from?.bestEpoch ?? 0;
  let bestScore = from?.bestScore ?? -Infinity;
  let staleEpochs = from?.staleEpochs ?? 0;
  return {
    get bestEpoch() {
      return bestEpoch;
    },
    get bestScore() {
      return bestScore;
    },
    get staleEpochs() {
      return staleEpochs;
    },
    observe(epoch, score) {
      const isBest = score > bestScore;
      staleEpochs = isBest ? 0 : staleEpochs + 1;
      if (isBest) [bestEpoch, bestScore] = [epoch, score];
      return isBest;
    },
    shouldStop: () => staleEpochs >= patience,
  };
}

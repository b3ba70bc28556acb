/** Remembers the best epoch and says when to stop waiting for a better one. */
export interface EarlyStopping {
  readonly bestEpoch: number;
  readonly staleEpochs: number;
  /** Notes an epoch's score, the higher the better; true when it is the best so far (a tie is not better). */
  observe(epoch: number, score: number): boolean;
  /** True once `patience` epochs in a row were not better. */
  shouldStop(): boolean;
}

/** @param patience epochs to wait for a higher score */
export function createEarlyStopping(patience: number): EarlyStopping {
  let bestEpoch = 0;
  let bestScore = -Infinity;
  let staleEpochs = 0;
  return {
    get bestEpoch() {
      return bestEpoch;
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

/** Remembers the best epoch and says when to stop waiting for a better one. */
export interface EarlyStopping {
  readonly bestEpoch: number;
  readonly bestLoss: number;
  /** Epochs since the best one. */
  readonly staleEpochs: number;
  /** Notes an epoch's validation loss; true when it is the best so far (a tie is not better). */
  observe(epoch: number, loss: number): boolean;
  /** True once `patience` epochs in a row were not better. */
  shouldStop(): boolean;
}

/** What it has seen so far. */
export type EarlyStoppingState = Pick<EarlyStopping, 'bestEpoch' | 'bestLoss' | 'staleEpochs'>;

/**
 * @param patience epochs to wait for a lower loss
 * @param from the state that it goes on from
 */
export function createEarlyStopping(patience: number, from?: EarlyStoppingState): EarlyStopping {
  let bestEpoch = from?.bestEpoch ?? 0;
  let bestLoss = from?.bestLoss ?? Infinity;
  let staleEpochs = from?.staleEpochs ?? 0;
  return {
    get bestEpoch() {
      return bestEpoch;
    },
    get bestLoss() {
      return bestLoss;
    },
    get staleEpochs() {
      return staleEpochs;
    },
    observe(epoch, loss) {
      if (loss < bestLoss) {
        bestEpoch = epoch;
        bestLoss = loss;
        staleEpochs = 0;
        return true;
      }
      staleEpochs++;
      return false;
    },
    shouldStop: () => staleEpochs >= patience,
  };
}

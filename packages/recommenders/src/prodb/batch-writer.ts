import type { MaskedBatch } from '@lf/kernels';
import type { ProdbConfig } from './prodb-properties.ts';

/** Collects masked sessions into a batch. */
export interface BatchWriter {
  /** Adds a token: an item or the mask. */
  add(token: number): void;
  /** Adds a token that is asked for. */
  ask(token: number, target: number): void;
  /** Ends a session, which gives its tokens their positions. */
  endSession(): void;
  readonly sessions: number;
  /** The batch so far as new arrays; the writer starts anew. */
  take(): MaskedBatch & { readonly targets: Int32Array };
}

/** @param positions where they are counted from: 0 is the first event of a session, or its last */
export function createBatchWriter(positions: ProdbConfig['POSITIONS']): BatchWriter {
  let tokens: number[] = [];
  let places: number[] = [];
  let offsets = [0];
  let masked: number[] = [];
  let targets: number[] = [];
  return {
    get sessions() {
      return offsets.length - 1;
    },
    add: (token) => void tokens.push(token),
    ask(token, target) {
      masked.push(tokens.length);
      targets.push(target);
      tokens.push(token);
    },
    endSession() {
      const length = tokens.length - places.length;
      for (let place = 0; place < length; place++) {
        places.push(positions === 'from_start' ? place : length - 1 - place);
      }
      offsets.push(tokens.length);
    },
    take() {
      const batch = {
        tokens: Int32Array.from(tokens),
        positions: Int32Array.from(places),
        offsets: Int32Array.from(offsets),
        masked: Int32Array.from(masked),
        targets: Int32Array.from(targets),
      };
      tokens = [];
      places = [];
      offsets = [0];
      masked = [];
      targets = [];
      return batch;
    },
  };
}

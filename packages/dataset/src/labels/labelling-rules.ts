/** A session with at least one add; positions count from the session's first event, -1 = none. */
export interface CartSession {
  /** Where its events begin in the column. */
  readonly from: number;
  readonly length: number;
  readonly firstAdd: number;
  readonly firstPurchase: number;
  readonly lastPurchase: number;
}

/** Gives the rows of one session: how many of its first events a row holds, its label and its cut. */
export type LabellingRule = (
  session: CartSession,
  emit: (length: number, label: 0 | 1, cut: number) => void,
) => void;

/** The cut of a row that holds its whole session. */
export const WHOLE_SESSION_CUT = 255;

/**
 * Cuts a session k events after its first add, strictly before its first purchase; the label is whether one follows.
 *
 * Events after the cut decide only the label, so a row cannot reveal it.
 */
export function cutPrefixes(cuts: readonly number[]): LabellingRule {
  return ({ length, firstAdd, firstPurchase }, emit) => {
    const end = firstPurchase < 0 ? length : firstPurchase;
    for (const cut of cuts) {
      if (firstAdd + cut >= end) return;
      emit(firstAdd + cut + 1, firstPurchase < 0 ? 0 : 1, cut);
    }
  };
}

/** The original flow's rule: the whole session, purchase included; 1 = a purchase after the first add, 0 = no purchase. */
export const takeWholeSession: LabellingRule = ({ length, firstAdd, lastPurchase }, emit) => {
  if (lastPurchase > firstAdd) emit(length, 1, WHOLE_SESSION_CUT);
  else if (lastPurchase < 0) emit(length, 0, WHOLE_SESSION_CUT);
};

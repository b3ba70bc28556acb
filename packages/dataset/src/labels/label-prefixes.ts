import { InvalidOptionError } from '../errors.ts';
import { ACTION_CODES } from '@lf/contract';
import type { Sessions } from '../sessions/sessions.ts';
import { NoSessionWithAddError } from './label-errors.ts';
import type { LabelledSequences } from './labelled-sequences.ts';
import { cutPrefixes, takeWholeSession } from './labelling-rules.ts';
import type { CartSession } from './labelling-rules.ts';

/** 'prefix' cuts before the first purchase; 'whole-session' is the original flow's rule, whose length leaks the label. */
export const LABELLINGS = ['prefix', 'whole-session'] as const;
export type Labelling = (typeof LABELLINGS)[number];

export interface LabelOptions {
  readonly labelling?: Labelling;
  /** Events after the first add at which a session is cut: whole numbers 0..254, ascending. */
  readonly cuts?: readonly number[];
}

/** The cuts of the Coveo challenge. */
export const DEFAULT_LABEL_OPTIONS = {
  labelling: 'prefix',
  cuts: [0, 2, 4, 6, 8, 10],
} as const satisfies Required<LabelOptions>;

/** Where the sessions went. */
export interface LabelCounts {
  readonly sessions: number;
  readonly sessionsWithoutAdd: number;
  /** Sessions whose first purchase comes before their first add: they give no rows. */
  readonly sessionsPurchasedBeforeAdd: number;
  readonly rows: number;
  readonly positives: number;
  /** Rows and positives of each cut, ascending; WHOLE_SESSION_CUT for whole sessions. */
  readonly perCut: readonly {
    readonly cut: number;
    readonly rows: number;
    readonly positives: number;
  }[];
}

/**
 * Labels what follows the first add of each session; rows are ordered by session, then by cut.
 *
 * @param sessions `groups` of the result are indexes into these sessions.
 * @throws NoSessionWithAddError if there is nothing to label.
 * @throws InvalidOptionError if an option is out of range.
 */
export function labelPrefixes(
  sessions: Sessions,
  options: LabelOptions = {},
): { readonly sequences: LabelledSequences; readonly counts: LabelCounts } {
  const { labelling, cuts } = checkOptions({ ...DEFAULT_LABEL_OPTIONS, ...options });
  const rule = labelling === 'prefix' ? cutPrefixes(cuts) : takeWholeSession;
  const sessionCount = sessions.startMs.length;

  // First pass: count, so that the second fills columns of the exact size.
  let rowCount = 0;
  let eventCount = 0;
  let withoutAdd = 0;
  let purchasedBeforeAdd = 0;
  const visit = (
    emit: (session: number, from: number, length: number, label: 0 | 1, cut: number) => void,
  ): void => {
    for (let session = 0; session < sessionCount; session++) {
      const cart = readCart(sessions, session);
      if (cart.firstAdd < 0) continue;
      rule(cart, (length, label, cut) => {
        emit(session, cart.from, length, label, cut);
      });
    }
  };
  for (let session = 0; session < sessionCount; session++) {
    const { firstAdd, firstPurchase } = readCart(sessions, session);
    if (firstAdd < 0) withoutAdd++;
    else if (firstPurchase >= 0 && firstPurchase < firstAdd) purchasedBeforeAdd++;
  }
  visit((_session, _from, length) => {
    rowCount++;
    eventCount += length;
  });
  if (withoutAdd === sessionCount) throw new NoSessionWithAddError(sessionCount);

  const offsets = new Uint32Array(rowCount + 1);
  const actions = new Uint8Array(eventCount);
  const labels = new Uint8Array(rowCount);
  const cutOf = new Uint8Array(rowCount);
  const groups = new Uint32Array(rowCount);
  const startMs = new Float64Array(rowCount);
  let row = 0;
  let end = 0;
  visit((session, from, length, label, cut) => {
    actions.set(sessions.actions.subarray(from, from + length), end);
    end += length;
    offsets[row + 1] = end;
    labels[row] = label;
    cutOf[row] = cut;
    groups[row] = session;
    startMs[row] = sessions.startMs[session] ?? NaN;
    row++;
  });

  const perCut = countPerCut(cutOf, labels);
  return {
    sequences: { offsets, actions, labels, cuts: cutOf, groups, startMs },
    counts: {
      sessions: sessionCount,
      sessionsWithoutAdd: withoutAdd,
      sessionsPurchasedBeforeAdd: purchasedBeforeAdd,
      rows: rowCount,
      positives: perCut.reduce((sum, { positives }) => sum + positives, 0),
      perCut,
    },
  };
}

function readCart(sessions: Sessions, session: number): CartSession {
  const from = sessions.offsets[session] ?? 0;
  const to = sessions.offsets[session + 1] ?? 0;
  let firstAdd = -1;
  let firstPurchase = -1;
  let lastPurchase = -1;
  for (let event = from; event < to; event++) {
    const action = sessions.actions[event];
    if (action === ACTION_CODES.add && firstAdd < 0) firstAdd = event - from;
    if (action === ACTION_CODES.purchase) {
      if (firstPurchase < 0) firstPurchase = event - from;
      lastPurchase = event - from;
    }
  }
  return { from, length: to - from, firstAdd, firstPurchase, lastPurchase };
}

function countPerCut(cuts: Uint8Array, labels: Uint8Array): LabelCounts['perCut'] {
  const rows = new Uint32Array(256);
  const positives = new Uint32Array(256);
  cuts.forEach((cut, row) => {
    rows[cut] = (rows[cut] ?? 0) + 1;
    positives[cut] = (positives[cut] ?? 0) + (labels[row] ?? 0);
  });
  return Array.from(rows, (count, cut) => ({
    cut,
    rows: count,
    positives: positives[cut] ?? 0,
  })).filter((entry) => entry.rows > 0);
}

function checkOptions(options: Required<LabelOptions>): Required<LabelOptions> {
  if (!LABELLINGS.includes(options.labelling)) {
    throw new InvalidOptionError('labelling', options.labelling, `one of ${LABELLINGS.join(', ')}`);
  }
  const areCuts =
    options.cuts.length > 0 &&
    options.cuts.every(
      (cut, index) =>
        Number.isInteger(cut) && cut >= 0 && cut < 255 && cut > (options.cuts[index - 1] ?? -1),
    );
  if (!areCuts) {
    throw new InvalidOptionError(
      'cuts',
      options.cuts,
      'ascending whole numbers from 0 to 254, at least one',
    );
  }
  return options;
}

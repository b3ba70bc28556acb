import type { Random } from '@lf/kernels';
import type { BatchWriter, ProdbConfig } from '@lf/recommenders/training';

/** Keys that say how sessions are masked. */
export type MaskingConfig = Pick<
  ProdbConfig,
  'MAX_LEN' | 'MASKING_PROBABILITY' | 'LAST_MASK_RATIO'
>;

/** Of the items that are asked for: hidden by the mask, and replaced by a random item; the rest stay (BERT). */
const MASKED_RATIO = 0.8;
const RANDOM_RATIO = 0.1;

/** The most items of one session that a batch asks for. */
export function mostAsked({ MAX_LEN, LAST_MASK_RATIO }: MaskingConfig): number {
  return LAST_MASK_RATIO === 1 ? 1 : MAX_LEN;
}

/**
 * Adds a session to a batch with some of its items asked for: either the last one before a random cut alone, as when
 * something is recommended, or each by chance, but one at least.
 *
 * @param items the session, two events at least
 * @param itemCount also the mask's token
 */
export function maskSession(
  items: Uint32Array,
  config: MaskingConfig,
  itemCount: number,
  random: Random,
  batch: BatchWriter,
): void {
  const { MAX_LEN, MASKING_PROBABILITY, LAST_MASK_RATIO } = config;
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  if (random.uniform() < LAST_MASK_RATIO) {
    const cut = 2 + below(items.length - 1);
    const shown = items.subarray(Math.max(0, cut - MAX_LEN), cut);
    shown.subarray(0, -1).forEach((item) => batch.add(item));
    batch.ask(itemCount, shown[shown.length - 1] ?? 0);
  } else {
    const shown = items.subarray(-MAX_LEN);
    const chances = Array.from(shown, () => random.uniform());
    const surest = chances.indexOf(Math.min(...chances));
    shown.forEach((item, place) => {
      const isAsked = (chances[place] ?? 1) < MASKING_PROBABILITY || place === surest;
      if (!isAsked) {
        batch.add(item);
        return;
      }
      const fate = random.uniform();
      if (fate < MASKED_RATIO) batch.ask(itemCount, item);
      else batch.ask(fate < MASKED_RATIO + RANDOM_RATIO ? below(itemCount) : item, item);
    });
  }
  batch.endSession();
}

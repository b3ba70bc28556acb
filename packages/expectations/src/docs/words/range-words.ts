import { EpochTime } from '../../epoch-times.ts';
import { value, words } from './words.ts';
import type { Kwargs, Words } from './words.ts';

/** A range as words: `between 1 and 5`, `above 1 and at most 5`, `at least 1`. */
export function rangeWords(kwargs: Kwargs): Words {
  const { min_value: min, max_value: max, strict_min: above, strict_max: below } = kwargs;
  const hasMin = min !== null && min !== undefined;
  const hasMax = max !== null && max !== undefined;
  if (hasMin && hasMax && above !== true && below !== true) {
    return min === max ||
      (min instanceof EpochTime && max instanceof EpochTime && min.text === max.text)
      ? words`exactly ${value(min)}`
      : words`between ${value(min)} and ${value(max)}`;
  }
  const from = above === true ? words`above ${value(min)}` : words`at least ${value(min)}`;
  const to = below === true ? words`below ${value(max)}` : words`at most ${value(max)}`;
  if (hasMin && hasMax) return words`${from} and ${to}`;
  if (hasMin) return from;
  return hasMax ? to : words`anything`;
}

import type { Vocabulary } from '@lf/contract';

/**
 * Looks a SKU up, as it is and without the blanks around it.
 *
 * @returns its index in the vocabulary; 'blank' if it is nothing but blanks, 'unknown' if the vocabulary has it not
 */
export function findItem(
  text: string,
  { itemOf }: Pick<Vocabulary, 'itemOf'>,
): number | 'blank' | 'unknown' {
  const item = itemOf.get(text);
  if (item !== undefined) return item;
  const sku = text.trim();
  return itemOf.get(sku) ?? (sku === '' ? 'blank' : 'unknown');
}

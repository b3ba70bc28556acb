import type { Draw } from './draw.ts';

const ATOMS = [
  'a',
  'A',
  'é',
  'ß',
  '1',
  '-',
  ' ',
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '\\W',
  '.',
  '[a-z]',
  '[^\\W_]',
  '[A-Z0-9]',
  '[^a]',
  '\\.',
  '🙂',
  '日',
] as const;
const TIMES = ['', '', '', '+', '*', '?', '{2}', '{1,3}', '+?'] as const;
/** What needs more than a finite automaton, and flags. */
const SPECIAL = [
  '(?i)ab',
  '(?=a)a',
  '(.)\\1',
  '\\bab',
  '^$',
  '^\\s*$',
  '(?:a|ab)',
  '(?P<x>a)b',
] as const;

/** A regular expression that Python reads, and that cannot explode. */
export function drawRegex(draw: Draw): string {
  if (draw.oneIn(5)) return draw.oneOf(SPECIAL);
  const atoms = Array.from(
    { length: 1 + draw.below(3) },
    () => `${draw.oneOf(ATOMS)}${draw.oneOf(TIMES)}`,
  ).join('');
  const grouped = draw.oneIn(4) ? `(${atoms}|${draw.oneOf(ATOMS)})` : atoms;
  return `${draw.oneIn(3) ? '^' : ''}${grouped}${draw.oneIn(4) ? '$' : ''}`;
}

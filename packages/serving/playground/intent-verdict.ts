import { html } from './elements.ts';
import { inPoints, percent, type Levels, type Point } from './line-chart.ts';

/** Less than this part above or below the base rate is the base rate, in words. */
const SAME_RATIO = 0.1;

const SCOPES = {
  no_add_yet:
    'No cart yet. The model was trained on sessions with an add and without a purchase: this number means little.',
  already_bought:
    'This session has bought already. The model says whether a purchase will follow: this number means little.',
};

/** What a prediction means, in words: compared with the base rate, the threshold and the event before. */
export function verdictOn(points: readonly Point[], levels: Levels): readonly HTMLElement[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const { probability, scope, event } = last;
  if (scope !== 'in_scope') return [html('p', { class: 'notice aside' }, SCOPES[scope])];
  if (probability === undefined) return [];
  const before = points.at(-2)?.probability;
  const texts = [
    comparedWith(probability, levels),
    before === undefined ? '' : `${inPoints(probability - before)} by ${event}`,
  ].filter((text) => text !== '');
  return [html('p', { class: 'muted' }, texts.join(' · '))];
}

function comparedWith(probability: number, { baseRate, threshold }: Levels): string {
  const side =
    threshold === undefined
      ? ''
      : probability < threshold
        ? ' · below the threshold: taken for no purchase'
        : ' · above the threshold: taken for a purchase';
  if (baseRate === undefined || baseRate === 0) return side.slice(3);
  const ratio = probability / baseRate;
  const compared =
    Math.abs(ratio - 1) < SAME_RATIO ? 'about' : `${ratio.toFixed(ratio < 10 ? 1 : 0)} times`;
  return `${compared} the base rate of ${percent(baseRate)}${side}`;
}

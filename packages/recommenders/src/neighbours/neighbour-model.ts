import type { ConfigOf } from '@lf/config';
import type { RecProperties } from '../config/rec-properties.ts';
import { SHARED_PROPERTIES_ALL_SESSIONS, type RecConfig } from '../config/shared-properties.ts';
import { defineModel, type RecModel } from '../define-model.ts';
import { sessionsOf } from '../files/checked-columns.ts';
import { rankByScore } from '../rank/rank-by-score.ts';
import { neighbourScorer } from './neighbour-scorer.ts';
import type { NeighbourSettings } from './neighbour-settings.ts';
import { indexSessions } from './session-index.ts';

/** Keys of every model of neighbouring sessions. */
export function neighbourProperties(defaults: { neighbours: number; sample: number }) {
  return {
    ...SHARED_PROPERTIES_ALL_SESSIONS,
    NEIGHBOURS: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: defaults.neighbours,
      description: 'Past sessions that vote for items: the most similar.',
    },
    SAMPLE: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000_000,
      default: defaults.sample,
      description: 'Past sessions that are compared: the most recent that share an item.',
    },
  } as const;
}

/** A key that holds the scale of an exponential decay. */
export function scaleProperty(scale: number, description: string) {
  return { type: 'number', minimum: 0, maximum: 1e9, default: scale, description } as const;
}

interface NeighbourModelDefinition<Choice extends string, Properties> {
  readonly choice: Choice;
  readonly properties: Properties;
  settings(config: RecConfig & ConfigOf<Properties>): NeighbourSettings;
}

/** Makes the row of a model whose past sessions vote: what it keeps is the sessions themselves. */
export function neighbourModel<Choice extends string, const Properties extends RecProperties>(
  definition: NeighbourModelDefinition<Choice, Properties>,
): RecModel<RecConfig & ConfigOf<Properties>> {
  const { choice, properties } = definition;
  return defineModel<Choice, Properties>({
    choice,
    properties,
    async restore(files, config) {
      const sessions = await sessionsOf(files);
      const { itemCount } = files;
      const index = await indexSessions(sessions, itemCount);
      const score = await neighbourScorer(index, definition.settings(config));
      return { columns: { ...sessions }, recommend: rankByScore(itemCount, score) };
    },
  });
}

import type { NumberProperty, ScalarProperty } from '@lf/config';
import type { SHARED_PROPERTIES } from './shared-properties.ts';

/** What a config key may hold: a JSON Schema with its default and one sentence about it. */
export type ConfigProperty = ScalarProperty;

/** Key -> what it may hold. */
export type ConfigProperties = Readonly<Record<string, ConfigProperty>>;

/** The keys of a model: the shared ones and its own. */
export type RecProperties = ConfigProperties &
  Readonly<Record<keyof typeof SHARED_PROPERTIES, NumberProperty>>;

import { configParser, type ConfigOf, type ConfigParser } from '@lf/config';
import { RecConfigError } from '../errors.ts';
import type { RecProperties } from './rec-properties.ts';
import type { RecConfig } from './shared-properties.ts';

/**
 * Makes the parser of a model whose config has these properties. It throws a RecConfigError that
 * lists every key that is unknown, misspelt or out of range.
 */
export function recConfigParser<Properties extends RecProperties>(
  choice: string,
  properties: Properties,
): ConfigParser<RecConfig & ConfigOf<Properties>> {
  return configParser<Properties, RecConfig & ConfigOf<Properties>>(
    properties,
    (issues) => new RecConfigError(choice, issues),
  );
}

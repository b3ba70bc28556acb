import type { ConfigProperties } from './config-properties.ts';

export interface ConfigSchema<Title extends string, Properties> {
  readonly $schema: 'http://json-schema.org/draft-07/schema#';
  readonly title: Title;
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Properties;
}

/** JSON Schema (draft 7) of a config file with these properties and no others. */
export function configSchema<const Title extends string, Properties extends ConfigProperties>(
  title: Title,
  properties: Properties,
): ConfigSchema<Title, Properties> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    type: 'object',
    additionalProperties: false,
    properties,
  };
}

export type {
  ConfigOf,
  ConfigProperties,
  ConfigProperty,
  NumberProperty,
  ScalarProperty,
} from './config-properties.ts';
export { configSchema, type ConfigSchema } from './config-schema.ts';
export { documentParser, type DocumentSchema } from './document-parser.ts';
export { configParser, type ConfigParser } from './config-parser.ts';
export { formatConfigIssues, type ConfigIssue } from './config-issue.ts';
export { ConfigError } from './errors.ts';
export { jsonFault } from './json-fault.ts';
export { nearestName } from './nearest-name.ts';
export { shownKey, shownValue } from './shown-value.ts';

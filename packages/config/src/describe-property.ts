import type { ConfigProperty } from './config-properties.ts';

/** What a key may hold, in words. */
export function describeProperty(property: ConfigProperty): string {
  switch (property.type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return `one of ${property.enum.join(', ')}`;
    case 'array': {
      const { minimum, maximum } = property.items;
      return `a list of different integers from ${minimum} to ${maximum}`;
    }
    case 'integer':
    case 'number': {
      const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
      const limits = [
        minimum === undefined ? '' : ` from ${minimum}`,
        exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`,
        maximum === undefined ? '' : ` to ${maximum}`,
        exclusiveMaximum === undefined ? '' : ` below ${exclusiveMaximum}`,
      ];
      return `${type === 'integer' ? 'an integer' : 'a number'}${limits.join('')}`;
    }
  }
}

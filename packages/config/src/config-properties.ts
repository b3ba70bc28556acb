/** A number within limits. */
export interface NumberProperty {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default: number;
  readonly description: string;
}

interface ChoiceProperty {
  readonly type: 'string';
  readonly enum: readonly string[];
  readonly default: string;
  readonly description: string;
}

interface SwitchProperty {
  readonly type: 'boolean';
  readonly default: boolean;
  readonly description: string;
}

/** Different integers within limits. */
interface ListProperty {
  readonly type: 'array';
  readonly items: { readonly type: 'integer'; readonly minimum: number; readonly maximum: number };
  readonly minItems?: number;
  readonly uniqueItems: true;
  readonly default: readonly number[];
  readonly description: string;
}

/** What a key with one value may hold. */
export type ScalarProperty = NumberProperty | ChoiceProperty | SwitchProperty;

/** What a config key may hold: a JSON Schema with its default and one sentence about it. */
export type ConfigProperty = ScalarProperty | ListProperty;

/** Key -> what it may hold. */
export type ConfigProperties = Readonly<Record<string, ConfigProperty>>;

type ValueOf<Property> = Property extends { readonly enum: readonly (infer Member)[] }
  ? Member
  : Property extends { readonly type: 'array' }
    ? readonly number[]
    : Property extends { readonly type: 'boolean' }
      ? boolean
      : number;

/** The config that these properties describe, with every default filled in. */
export type ConfigOf<Properties> = {
  readonly [Key in keyof Properties]: ValueOf<Properties[Key]>;
};

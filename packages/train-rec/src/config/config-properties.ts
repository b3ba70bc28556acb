/** What a config key may hold: a JSON Schema with its default and one sentence about it. */
export type ConfigProperty =
  | NumberProperty
  | EnumProperty
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string };

interface NumberProperty {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default: number;
  readonly description: string;
}

interface EnumProperty {
  readonly type: 'string';
  readonly enum: readonly string[];
  readonly default: string;
  readonly description: string;
}

/** Key -> what it may hold. */
export type ConfigProperties = Readonly<Record<string, ConfigProperty>>;

type ValueOf<Property> = Property extends { readonly enum: readonly (infer Member)[] }
  ? Member
  : Property extends { readonly type: 'boolean' }
    ? boolean
    : number;

/** The config that a schema's properties describe, with every default filled in. */
export type ConfigOf<Properties> = {
  readonly [Key in keyof Properties]: ValueOf<Properties[Key]>;
};

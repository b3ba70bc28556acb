/** `min_value` as `minValue`; `type_`, which has Python's underscore against its keyword, as `type`. */
export type CamelCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;

/** `min_value` as `minValue`. */
export function camelCase(text: string): string {
  return text.replaceAll(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

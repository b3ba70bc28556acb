/** What the browser has after axe-core ran in it. */
declare const axe: {
  run(options: { readonly runOnly?: readonly string[] }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly impact: 'minor' | 'moderate' | 'serious' | 'critical' | null;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
};

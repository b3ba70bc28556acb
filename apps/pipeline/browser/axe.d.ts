/** What the browser has after axe-core ran in it; the same text as in the other app, for lint gives both one program. */
declare const axe: {
  run(options?: { readonly runOnly?: readonly string[] }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly impact: 'minor' | 'moderate' | 'serious' | 'critical' | null;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
};

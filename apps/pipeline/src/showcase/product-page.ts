/** An address that a showcase takes; a longer one is a mistake of the catalogue. */
const MOST_CHARACTERS = 2048;

/**
 * Address of a product's page.
 *
 * @param of.url as the catalogue has it; what is no http or https address is none
 * @param of.template used where the catalogue has none
 * @returns undefined where neither gives one
 */
export function pageOf(
  sku: string,
  of: { readonly url: string | null; readonly template: string | undefined },
): string | undefined {
  const { url, template } = of;
  return (
    webAddress(url?.trim()) ??
    // By a function: a SKU may hold `$&`
    webAddress(template?.replaceAll('{sku}', () => encodeURIComponent(sku)))
  );
}

function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MOST_CHARACTERS || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

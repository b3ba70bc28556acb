import { readProducts, type ProductContent } from '@lf/dataset';
import { isArtifactRef } from '@lf/flow';
import { html, type Content } from '@lf/report';
import { describeProduct } from '../../showcase/describe-product.ts';
import type { StoredTables } from '../../upload/start.ts';
import type { ReportedRun } from './reported-run.ts';

/** Shows a product: its SKU, and what the catalogue says of it where it is known. */
export type ShowProduct = (sku: string) => Content;

/** A longer one is shown by its beginning: hashes tell themselves apart by that. */
const SHOWN_CHARACTERS = 16;

/** Looks the products of a page up in the run's catalogue; a run without one shows their SKUs. */
export async function productsOf(run: ReportedRun, skus: readonly string[]): Promise<ShowProduct> {
  const contents = run.outputs<StoredTables>('start')?.contents;
  const known = isArtifactRef(contents)
    ? await readProducts(await run.store.localPath(contents.uri), [...new Set(skus)])
    : new Map<string, ProductContent>();
  return (sku) => {
    const { name, category, price } = describeProduct(known.get(sku)) ?? {};
    const facts = [name, category, price].filter((fact) => fact !== undefined);
    return html`<code title="${sku}">${shortened(sku)}</code>${
        facts.length > 0 && html` <small class="soft">${facts.join(', ')}</small>`
      }`;
  };
}

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 4)}…` : text;
}

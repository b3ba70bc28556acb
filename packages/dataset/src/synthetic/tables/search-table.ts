import type { Catalogue } from '../products/catalogue.ts';
import type { ProductWalk } from '../products/product-walk.ts';
import { HEX_ID_LENGTH } from '../random/hex-ids.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { ascii } from './csv-bytes.ts';
import type { CsvBytes } from './csv-bytes.ts';
import type { ShopIds } from './shop-ids.ts';
import type { TableWriter } from './table-writer.ts';
import { MAX_VECTOR_BYTES, VectorNoise } from './vector-noise.ts';

const MAX_SHOWN = 10;
const NOTHING_FOUND_RATIO = 0.05;
const CLICK_RATIO = 0.6;
const QUERY_SPREAD = 0.08;
const MAX_ROW_BYTES = (MAX_SHOWN + 3) * (HEX_ID_LENGTH + 6) + MAX_VECTOR_BYTES + 32;
const COMMA = 44;
const QUOTE = 39;
const OPEN = ascii('"[');
const SEPARATOR = ascii(', ');
const CLOSE = ascii(']"');

/** Writes search_train: a query near the centre of the category that the shopper is in, what it shows and what is clicked. */
export class SearchTable {
  readonly writer: TableWriter;
  private readonly ids: ShopIds;
  private readonly catalogue: Catalogue;
  private readonly random: RandomStream;
  private readonly queries: VectorNoise;
  private readonly shown: number[] = [];

  constructor(writer: TableWriter, ids: ShopIds, catalogue: Catalogue, random: RandomStream) {
    this.writer = writer;
    this.ids = ids;
    this.catalogue = catalogue;
    this.random = random;
    this.queries = new VectorNoise(random, QUERY_SPREAD);
  }

  /**
   * Writes a search.
   *
   * @param looksNext whether the shopper's next event is a product page, so that there may have been a click.
   * @returns the product clicked, -1 if none.
   */
  push(session: number, timeMs: number, walk: ProductWalk, looksNext: boolean): number {
    this.search(walk);
    const isClicked = looksNext && this.random.nextUnit() < CLICK_RATIO;
    // The first results are clicked most.
    const place = Math.floor(this.random.nextUnit() ** 2 * this.shown.length);
    const clicked = (isClicked ? this.shown[place] : undefined) ?? -1;

    const bytes = this.writer.beginRow(MAX_ROW_BYTES);
    bytes.writeId(this.ids.session, session);
    bytes.writeByte(COMMA);
    this.queries.write(bytes, this.catalogue.textCentres, walk.category);
    bytes.writeByte(COMMA);
    if (clicked >= 0) this.writeList(bytes, [clicked]);
    bytes.writeByte(COMMA);
    if (this.shown.length > 0) this.writeList(bytes, this.shown);
    bytes.writeByte(COMMA);
    bytes.writeWhole(timeMs);
    this.writer.endRow();
    return clicked;
  }

  private search(walk: ProductWalk): void {
    this.shown.length = 0;
    if (this.random.nextUnit() < NOTHING_FOUND_RATIO) return;
    for (let draw = 0; draw < MAX_SHOWN; draw++) {
      const product = walk.drawPopular();
      if (!this.shown.includes(product)) this.shown.push(product);
    }
  }

  private writeList(bytes: CsvBytes, products: readonly number[]): void {
    bytes.writeAscii(OPEN);
    products.forEach((product, place) => {
      if (place > 0) bytes.writeAscii(SEPARATOR);
      bytes.writeByte(QUOTE);
      bytes.writeId(this.ids.product, product);
      bytes.writeByte(QUOTE);
    });
    bytes.writeAscii(CLOSE);
  }
}

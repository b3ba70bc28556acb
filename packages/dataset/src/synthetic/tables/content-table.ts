import { PRICE_BUCKETS } from '../../schema/tables.ts';
import { ancestorsOf } from '../products/catalogue.ts';
import type { Catalogue } from '../products/catalogue.ts';
import { HEX_ID_LENGTH } from '../random/hex-ids.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { ascii } from './csv-bytes.ts';
import type { CsvBytes } from './csv-bytes.ts';
import type { ShopIds } from './shop-ids.ts';
import type { TableWriter } from './table-writer.ts';
import { MAX_VECTOR_BYTES, VectorNoise } from './vector-noise.ts';

/** Share of the catalogue that is described; of these, nearly all have a picture. */
const CONTENT_RATIO = 0.5;
const IMAGE_RATIO = 0.85;
const CONTENT_SPREAD = 0.12;
const MAX_ROW_BYTES = 4 * (HEX_ID_LENGTH + 1) + 2 * MAX_VECTOR_BYTES + 16;
const COMMA = 44;
const SLASH = 47;
const EMPTY_FIELDS = ascii(',,,');
const PRICES = PRICE_BUCKETS.map(ascii);
/** Departments, branches and leaves share one kind of id: each level has numbers of its own. */
const LEVEL_NUMBERS = 1 << 20;

/** Writes sku_to_content: vectors around the category's centres, categories from department to leaf, price buckets. */
export class ContentTable {
  readonly writer: TableWriter;
  private readonly ids: ShopIds;
  private readonly catalogue: Catalogue;
  private readonly random: RandomStream;
  private readonly vectors: VectorNoise;

  constructor(writer: TableWriter, ids: ShopIds, catalogue: Catalogue, random: RandomStream) {
    this.writer = writer;
    this.ids = ids;
    this.catalogue = catalogue;
    this.random = random;
    this.vectors = new VectorNoise(random, CONTENT_SPREAD);
  }

  async writeAll(): Promise<void> {
    const { catalogueRows } = this.catalogue;
    // A stride without a common factor visits each product once, out of the order of popularity.
    const stride = strideOf(catalogueRows);
    for (let row = 0; row < catalogueRows; row++) {
      this.writeRow((row * stride) % catalogueRows);
      if (this.writer.isFull) await this.writer.flush();
    }
  }

  private writeRow(product: number): void {
    const bytes = this.writer.beginRow(MAX_ROW_BYTES);
    bytes.writeId(this.ids.product, product);
    bytes.writeByte(COMMA);
    if (this.random.nextUnit() < CONTENT_RATIO) this.writeContent(bytes, product);
    else bytes.writeAscii(EMPTY_FIELDS);
    this.writer.endRow();
  }

  private writeContent(bytes: CsvBytes, product: number): void {
    const category = this.catalogue.categoryOf[product] ?? 0;
    this.vectors.write(bytes, this.catalogue.textCentres, category);
    bytes.writeByte(COMMA);
    const { branch, department } = ancestorsOf(category);
    bytes.writeId(this.ids.category, department);
    bytes.writeByte(SLASH);
    bytes.writeId(this.ids.category, LEVEL_NUMBERS + branch);
    bytes.writeByte(SLASH);
    bytes.writeId(this.ids.category, 2 * LEVEL_NUMBERS + category);
    bytes.writeByte(COMMA);
    if (this.random.nextUnit() < IMAGE_RATIO) {
      this.vectors.write(bytes, this.catalogue.imageCentres, category);
    }
    bytes.writeByte(COMMA);
    // A category has its price level, a product lies within two buckets of it.
    const level = (category * 7) % PRICES.length;
    const bucket = Math.min(PRICES.length - 1, Math.max(0, level + this.random.nextBelow(5) - 2));
    bytes.writeAscii(PRICES[bucket] ?? ascii('1.0'));
  }
}

/** A number near 0.618 of `size` that shares no factor with it. */
function strideOf(size: number): number {
  let stride = Math.max(1, Math.round(size * 0.618));
  while (greatestCommonDivisor(stride, size) !== 1) stride++;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

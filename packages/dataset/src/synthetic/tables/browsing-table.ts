import { ACTION_CODES, ACTIONS } from '@lf/contract';
import { HEX_ID_LENGTH } from '../random/hex-ids.ts';
import type { RandomStream } from '../random/random-stream.ts';
import type { ShopIds } from './shop-ids.ts';
import { ascii } from './csv-bytes.ts';
import type { TableWriter } from './table-writer.ts';

/** Rows that are mixed up in time with each other: about what a slow collector's buffer would do. */
const BLOCK_ROWS = 8_192;
const COMMA = 44;
/** Three ids, the longest type and action, 13 digits, 5 commas. */
const MAX_ROW_BYTES = 3 * HEX_ID_LENGTH + 64;
const NO_PRODUCT = -1;

/** `[action code]`, the fields event_type and product_action with the commas around them. */
const TYPE_FIELDS = ACTIONS.map((action, code) =>
  ascii(code === ACTION_CODES.view ? ',pageview,,' : `,event_product,${action},`),
);

/** Writes browsing_train: gathers events into blocks, whose rows go out in random order. */
export class BrowsingTable {
  readonly writer: TableWriter;
  private readonly ids: ShopIds;
  private readonly random: RandomStream;
  private rows = 0;
  private sessions = new Uint32Array(BLOCK_ROWS);
  private actions = new Uint8Array(BLOCK_ROWS);
  private products = new Int32Array(BLOCK_ROWS);
  private timesMs = new Float64Array(BLOCK_ROWS);
  private urls = new Uint32Array(BLOCK_ROWS);
  private readonly order = new Uint32Array(BLOCK_ROWS);

  constructor(writer: TableWriter, ids: ShopIds, random: RandomStream) {
    this.writer = writer;
    this.ids = ids;
    this.random = random;
  }

  /** Adds an event; `product` only counts if the action has one. */
  push(session: number, action: number, product: number, timeMs: number, url: number): void {
    const row = this.rows++;
    this.sessions[row] = session;
    this.actions[row] = action;
    this.products[row] = action === ACTION_CODES.view ? NO_PRODUCT : product;
    this.timesMs[row] = timeMs;
    this.urls[row] = url;
    if (this.rows === BLOCK_ROWS) this.writeBlock();
  }

  async close(): Promise<number> {
    this.writeBlock();
    return this.writer.close();
  }

  private writeBlock(): void {
    const { order, random, rows } = this;
    for (let row = 0; row < rows; row++) {
      const other = random.nextBelow(row + 1);
      order[row] = order[other] ?? 0;
      order[other] = row;
    }
    for (let place = 0; place < rows; place++) this.writeRow(order[place] ?? 0);
    this.rows = 0;
  }

  private writeRow(row: number): void {
    const bytes = this.writer.beginRow(MAX_ROW_BYTES);
    bytes.writeId(this.ids.session, this.sessions[row] ?? 0);
    bytes.writeAscii(TYPE_FIELDS[this.actions[row] ?? 0] ?? new Uint8Array());
    const product = this.products[row] ?? NO_PRODUCT;
    if (product !== NO_PRODUCT) bytes.writeId(this.ids.product, product);
    bytes.writeByte(COMMA);
    bytes.writeWhole(this.timesMs[row] ?? 0);
    bytes.writeByte(COMMA);
    bytes.writeId(this.ids.url, this.urls[row] ?? 0);
    this.writer.endRow();
  }
}

import { TABLES } from '../../schema/tables.ts';
import type { TableName } from '../../schema/tables.ts';
import { ascii, CsvBytes } from './csv-bytes.ts';
import type { TableFile } from './table-file.ts';

const LINE_FEED = 10;

/** Turns rows of one table into a file: fills one of two buffers while the other is written. */
export class TableWriter {
  rows = 0;
  readonly file: TableFile;
  private filling: CsvBytes;
  private leaving: CsvBytes;
  private readonly flushBytes: number;

  constructor(table: TableName, file: TableFile, flushBytes = 1 << 20) {
    this.file = file;
    this.flushBytes = flushBytes;
    this.filling = new CsvBytes(flushBytes);
    this.leaving = new CsvBytes(flushBytes);
    const header = TABLES[table].columns.map((column) => column.name).join(',');
    this.filling.writeAscii(ascii(`${header}\n`));
  }

  /** Begins a row of at most so many bytes; its fields go into what is returned. */
  beginRow(maxBytes: number): CsvBytes {
    this.filling.reserve(maxBytes + 1);
    return this.filling;
  }

  endRow(): void {
    this.filling.writeByte(LINE_FEED);
    this.rows++;
  }

  /** Whether enough has gathered for a write. */
  get isFull(): boolean {
    return this.filling.size >= this.flushBytes;
  }

  async flush(): Promise<void> {
    const full = this.filling;
    await this.file.write(full.view());
    this.filling = this.leaving;
    this.leaving = full;
    this.filling.clear();
  }

  /** Writes what is left; the file still lies aside. Returns its size. */
  async close(): Promise<number> {
    await this.flush();
    return this.file.close();
  }
}

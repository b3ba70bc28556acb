import { VECTOR_LENGTH } from '../../schema/tables.ts';
import { normalQuantile, QuantileTable } from '../random/quantile-table.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { ascii } from './csv-bytes.ts';
import type { CsvBytes } from './csv-bytes.ts';

const OPEN = ascii('"[');
const SEPARATOR = ascii(', ');
const CLOSE = ascii(']"');

/** Bytes that a vector field may take: 50 numbers such as `-0.123456, `. */
export const MAX_VECTOR_BYTES = VECTOR_LENGTH * 12 + 4;

/** Writes vectors scattered around a centre, as a quoted list in brackets. */
export class VectorNoise {
  private readonly normal = new QuantileTable(normalQuantile);
  private readonly random: RandomStream;
  private readonly spread: number;

  /** @param spread standard deviation of each number around the centre's. */
  constructor(random: RandomStream, spread: number) {
    this.random = random;
    this.spread = spread;
  }

  /** @param centres `[category, vector]` */
  write(bytes: CsvBytes, centres: Float32Array, category: number): void {
    bytes.writeAscii(OPEN);
    for (let axis = 0; axis < VECTOR_LENGTH; axis++) {
      if (axis > 0) bytes.writeAscii(SEPARATOR);
      const centre = centres[category * VECTOR_LENGTH + axis] ?? 0;
      bytes.writeFixed(centre + this.spread * this.normal.draw(this.random));
    }
    bytes.writeAscii(CLOSE);
  }
}

import { gzipSync } from 'node:zlib';
import { SOME_TIME_MS, header } from '../csv-files.ts';
import { zipArchive } from '../upload/zip-archive.ts';
import { zstdFrame } from '../upload/zstd-frame.ts';
import type { Draws } from './draws.ts';

/** A file that may be a browsing table: what its text is, and how it is packed. */
export interface RandomSource {
  readonly bytes: Uint8Array;
  /** Before it was packed. */
  readonly text: Uint8Array;
  /** Whether the packed bytes were changed: then the text may be lost. */
  readonly isPackingHurt: boolean;
}

const TEXTS = [
  's1', 's2', 'a b', ' x ', 'é', '尺寸', '👟', 'a,b', 'two\nlines', 'cr\rx', 'crlf\r\nx', 'a"b', '"q"',
  '""', '#c', '\\', "'", 'NULL', 'nil', '\ufeff', '\t', '\u2028', 'x"', '" ', ',', '\n',
] as const satisfies readonly string[]; // prettier-ignore

const TIMES = [
  String(SOME_TIME_MS),
  String(SOME_TIME_MS + 1),
  '946684800000',
  '4102444799999',
] as const;

/** Bytes that mean something in CSV, in UTF-8 or in neither. */
const SPECIAL_BYTES = [
  0x22, 0x2c, 0x0a, 0x0d, 0x00, 0x20, 0xe9, 0xff, 0xc3, 0xbb, 0x3b, 0x31,
] as const;

export function randomSource(draws: Draws): RandomSource {
  let text = randomText(draws);
  for (let changes = draws.pick([0, 0, 1, 1, 2, 3]); changes > 0; changes--) {
    text = changedText(draws, text);
  }
  const packed = pack(draws, text);
  const isPackingHurt = packed !== text && draws.chance(0.3);
  return { bytes: isPackingHurt ? changedBytes(draws, packed) : packed, text, isPackingHurt };
}

function randomText(draws: Draws): Buffer {
  const lineEnd = draws.pick(['\n', '\n', '\r\n', '\r']);
  const quoting = draws.pick(['needed', 'always', 'sometimes'] as const);
  const rows = Array.from({ length: draws.pick([0, 1, 2, 5, 20]) }, () =>
    randomRow(draws)
      .map((value) => written(draws, value, quoting))
      .join(','),
  );
  const lines = [header('browsing_train'), ...rows].flatMap((line) =>
    draws.chance(0.05) ? [line, ''] : [line],
  );
  const marks = draws.pick(['', '', '', '\ufeff', '\ufeff\ufeff']);
  return Buffer.from(marks + lines.join(lineEnd) + (draws.chance(0.8) ? lineEnd : ''));
}

function randomRow(draws: Draws): string[] {
  const action = draws.pick(['', '', 'detail', 'add', 'remove', 'purchase']);
  return [
    draws.pick(TEXTS),
    action === '' ? 'pageview' : 'event_product',
    action,
    action === '' ? '' : draws.pick(TEXTS),
    draws.pick(TIMES),
    draws.chance(0.5) ? '' : draws.pick(TEXTS),
  ];
}

function written(draws: Draws, value: string, quoting: 'needed' | 'always' | 'sometimes'): string {
  const isNeeded = /^"|[,\r\n]/.test(value);
  const isQuoted =
    isNeeded || quoting === 'always' || (quoting === 'sometimes' && draws.chance(0.5));
  return isQuoted ? `"${value.replaceAll('"', '""')}"` : value;
}

function changedText(draws: Draws, text: Buffer): Buffer {
  const lines = text.toString('latin1').split('\n');
  const line = draws.below(lines.length);
  switch (draws.below(6)) {
    case 0:
      lines.splice(line, 1);
      return Buffer.from(lines.join('\n'), 'latin1');
    case 1:
      lines.splice(line, 0, lines[draws.below(lines.length)] ?? '');
      return Buffer.from(lines.join('\n'), 'latin1');
    case 2:
      return Buffer.from(text.toString('utf8'), draws.pick(['latin1', 'utf16le']));
    default:
      return changedBytes(draws, text);
  }
}

function changedBytes(draws: Draws, bytes: Uint8Array): Buffer {
  const at = draws.below(bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const extra = draws.chance(0.7) ? draws.pick(SPECIAL_BYTES) : draws.below(256);
  switch (draws.below(5)) {
    case 0:
      return Buffer.from(before);
    case 1:
      return Buffer.concat([before, after.subarray(1 + draws.below(3))]);
    case 2:
      return Buffer.concat([before, Buffer.of(extra), after.subarray(1)]);
    case 3:
      return Buffer.concat([bytes, Buffer.of(extra)]);
    default:
      return Buffer.concat([before, Buffer.of(extra), after]);
  }
}

function pack(draws: Draws, text: Buffer): Buffer {
  const half = draws.below(text.length + 1);
  const halves = [text.subarray(0, half), text.subarray(half)] as const;
  switch (draws.below(12)) {
    case 0:
      return gzipSync(text);
    case 1:
      return Buffer.concat(halves.map((part) => gzipSync(part)));
    case 2:
      return Buffer.concat([gzipSync(text), Buffer.alloc(draws.below(2000))]);
    case 3:
      return gzipSync(gzipSync(text));
    case 4:
      return zipArchive({ name: 'a.csv', content: text, isStored: draws.chance(0.3) });
    case 5:
      return Buffer.concat(halves.map((part) => zstdFrame(part)));
    default:
      return text;
  }
}

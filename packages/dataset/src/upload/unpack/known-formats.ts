/** A kind of file that is told by its first bytes. */
export interface KnownFormat {
  readonly name: string;
  /** What to do with such a file. */
  readonly advice: string;
}

type Signature = readonly [text: string, name: string, advice: string, at?: number];

const UTF8_ADVICE = (encoding: string): string =>
  `Write it as UTF-8: iconv -f ${encoding} -t UTF-8 old.csv > new.csv`;
const UNPACK = 'Unpack it';
const EXPORT = 'Save it as CSV (UTF-8), gzip if you like';

/** Signatures as Latin-1 text, longer ones before those that they begin with; byte 0 unless `at` is given. */
const SIGNATURES: readonly Signature[] = [
  ['\xff\xfe\0\0', 'UTF-32 text', UTF8_ADVICE('UTF-32')],
  ['\0\0\xfe\xff', 'UTF-32 text', UTF8_ADVICE('UTF-32')],
  ['\xff\xfe', 'UTF-16 text', UTF8_ADVICE('UTF-16')],
  ['\xfe\xff', 'UTF-16 text', UTF8_ADVICE('UTF-16')],
  ['BZh', 'a bzip2 file', `${UNPACK} with bunzip2, or pack it with gzip.`],
  ['\xfd7zXZ\0', 'an xz file', `${UNPACK} with unxz, or pack it with gzip.`],
  ["7z\xbc\xaf'\x1c", 'a 7-Zip archive', `${UNPACK} with 7z x.`],
  ['Rar!', 'a RAR archive', `${UNPACK} with unrar.`],
  ['\x04"M\x18', 'an LZ4 file', `${UNPACK} with unlz4.`],
  ['\xff\x06\0\0sNaPpY', 'a Snappy file', `${UNPACK}, or pack it with gzip.`],
  ['\x1f\x9d', 'a compress (.Z) file', `${UNPACK} with uncompress.`],
  ['LZIP', 'an lzip file', `${UNPACK} with lzip -d.`],
  ['ustar', 'a tar archive', `${UNPACK} with tar xf.`, 257],
  ['\xd0\xcf\x11\xe0', 'an Excel workbook (.xls)', `${EXPORT}.`],
  ['ORC', 'an ORC file', `${EXPORT}, or as Parquet.`],
  ['Obj\x01', 'an Avro file', `${EXPORT}, or as Parquet.`],
  ['ARROW1', 'an Arrow (Feather) file', `${EXPORT}, or as Parquet.`],
  ['SQLite format 3', 'an SQLite database', 'Export the table as CSV.'],
  ['%PDF', 'a PDF file', 'Give the CSV file itself.'],
];

/** How files begin that are text, yet no CSV; a byte order mark and white space go before. */
const TEXTS: readonly (readonly [beginning: RegExp, name: string, advice: string])[] = [
  [/^<(!doctype html|html)/i, 'a web page', 'Perhaps a download failed: download the file again.'],
  [/^<(\?xml|[A-Za-z])/, 'XML', `${EXPORT}.`],
  [/^(\{\s*"|\[\s*[[{])/, 'JSON', `${EXPORT}, or as Parquet.`],
];

/** The format of a file that is neither CSV nor Parquet, by its first bytes; undefined if they do not tell. */
export function knownFormat(head: Uint8Array): KnownFormat | undefined {
  const text = Buffer.from(head.subarray(0, 1024)).toString('latin1');
  const found = SIGNATURES.find(([signature, , , at = 0]) => text.startsWith(signature, at));
  if (found !== undefined) return { name: found[1], advice: found[2] };
  const encoding = wideEncoding(text);
  if (encoding !== undefined) {
    return { name: `${encoding} text`, advice: UTF8_ADVICE(encoding) };
  }
  const start = text.replace(/^(\xef\xbb\xbf|\s)+/, '');
  const like = TEXTS.find(([beginning]) => beginning.test(start));
  return like && { name: like[1], advice: like[2] };
}

/** UTF-16 without a byte order mark: every second byte of Latin letters is 0. */
function wideEncoding(text: string): string | undefined {
  if (/^([^\0]\0){8}/.test(text)) return 'UTF-16LE';
  if (/^(\0[^\0]){8}/.test(text)) return 'UTF-16BE';
  return undefined;
}

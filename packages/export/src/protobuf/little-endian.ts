const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The values' bytes as model files hold them, little-endian on every machine; shared, not copied, where it can be. */
export function littleEndian(values: Float32Array | Int32Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (IS_LITTLE_ENDIAN) return bytes;
  const turned = bytes.slice();
  const size = values.BYTES_PER_ELEMENT;
  for (let start = 0; start < turned.length; start += size) {
    turned.subarray(start, start + size).reverse();
  }
  return turned;
}

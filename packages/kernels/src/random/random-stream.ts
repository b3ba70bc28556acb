/**
 * One of a seed's independent streams of uniform draws from [0, 1): sfc32 (C. Doty-Humphrey, PractRand), 128 bits of
 * state, warmed up.
 *
 * @param seed unsigned 32-bit integer
 * @param stream which of the streams, such as the number of an epoch; unsigned 32-bit integer
 */
export function randomStream(seed: number, stream: number): () => number {
  let a = seed >>> 0;
  let b = stream >>> 0;
  let c = 0x9e3779b9; // the golden ratio's bits: any odd constant would do
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 20; round++) next();
  return next;
}

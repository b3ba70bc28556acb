import { createHash } from 'node:crypto';

/** 96 bits: no two of a trillion requests share one. */
const ID_CHARACTERS = 16;

/** A request's id as the log has it, and where it falls in [0, 1): both the same in every process. */
export interface HashedId {
  readonly id: string;
  readonly place: number;
}

/** Hashes a request's id: a client's own may name its shopper. */
export function hashedId(requestId: string): HashedId {
  const digest = createHash('sha256').update(requestId).digest();
  return {
    id: digest.toString('base64url').slice(0, ID_CHARACTERS),
    // From the end, which the id does not show
    place: digest.readUInt32BE(digest.length - 4) / 2 ** 32,
  };
}

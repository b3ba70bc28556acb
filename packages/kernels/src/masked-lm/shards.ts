import { SHARD_WORDS } from './memory-layout.ts';
import type { MaskedBatch } from './masked-batch.ts';

/**
 * Cuts a batch into shards: sessions in a row with at most `shardRows` tokens together.
 *
 * @param shards int32 `[shard, SHARD_WORDS]`, written: first session, sessions, first token, tokens, first
 *   masked position, masked positions
 * @param onToken called for every token with its shard and its place there
 * @returns how many shards there are
 */
export function cutShards(
  { offsets, masked }: MaskedBatch,
  shardRows: number,
  shards: Int32Array,
  onToken: (token: number, shard: number, place: number) => void,
): number {
  const sessions = offsets.length - 1;
  let shard = 0;
  let nextMasked = 0;
  for (let session = 0; session < sessions; shard++) {
    const firstSession = session;
    const firstToken = offsets[session] ?? 0;
    const firstMasked = nextMasked;
    while (session < sessions && (offsets[session + 1] ?? 0) - firstToken <= shardRows) session++;
    const end = offsets[session] ?? 0;
    while (nextMasked < masked.length && (masked[nextMasked] ?? 0) < end) nextMasked++;
    shards.set(
      [
        firstSession,
        session - firstSession,
        firstToken,
        end - firstToken,
        firstMasked,
        nextMasked - firstMasked,
      ],
      shard * SHARD_WORDS,
    );
    for (let token = firstToken; token < end; token++) onToken(token, shard, token - firstToken);
  }
  return shard;
}

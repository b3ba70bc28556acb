import { expect, it } from 'vitest';
import { nearestName } from '../../src/upload/nearest-name.ts';

it.each([
  ['hashed_url', ['url', 'hashed_urls', 'hash'], 'hashed_urls'],
  ['event_type', ['EVENT_TYPE'], 'EVENT_TYPE'],
  ['price_bucket', ['category', 'x'], undefined],
  ['a', [], undefined],
])('finds the name nearest to %s among %j: %s', (name, candidates, nearest) => {
  expect(nearestName(name, candidates)).toBe(nearest);
});

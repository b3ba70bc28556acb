import { createHash } from 'node:crypto';

/** Longest readable part of a file name: far below every file system's limit. */
const SLUG_CHARS = 60;

/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A suite's name as a file name: lowercase letters, digits, dots within and dashes. A name that has to
 * change for that gets a digest, so that two suites never share a file.
 */
export function suiteSlug(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, SLUG_CHARS);
  if (slug === name && !RESERVED.test(slug.split('.')[0] ?? '')) return slug;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return slug === '' ? digest : `${slug}-${digest}`;
}

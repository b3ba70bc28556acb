import { BUNDLE_PATHS, type Bundle } from '@lf/contract';
import { pastSessions } from './past-sessions.ts';
import { NO_SHOWCASE, readShowcase, SHOWCASE_PATH, type Showcase } from './showcase.ts';

/**
 * What a bundle has for people who try its model: its `showcase.json`, and where that has no sessions, those that its
 * recommender learnt from.
 *
 * @param skus of the vocabulary, by item; without them no session of the training is shown
 * @throws ShowcaseError
 */
export function showcaseOf(
  { files }: Pick<Bundle, 'files'>,
  skus: readonly string[] = [],
): Showcase {
  const bytes = files.get(SHOWCASE_PATH);
  const showcase = bytes === undefined ? NO_SHOWCASE : readShowcase(bytes);
  if (showcase.sessions.length > 0 || skus.length === 0) return showcase;
  const folder = BUNDLE_PATHS.recommender;
  const own = new Map(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, content]) => [path.slice(folder.length), content]),
  );
  return { ...showcase, sessions: pastSessions(own, skus) };
}

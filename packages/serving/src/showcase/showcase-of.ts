import { BUNDLE_PATHS, type Bundle } from '@lf/contract';
import { pastSessions } from './past-sessions.ts';
import { NO_SHOWCASE, readShowcase, SHOWCASE_PATH, type Showcase } from './showcase.ts';

/**
 * What a bundle has for people who try its model: its `showcase.json`, and where there is none, sessions that its
 * recommender learnt from. A `showcase.json` without sessions says that none are to be shown.
 *
 * @param skus of the vocabulary, by item; without them no session of the training is shown
 * @throws ShowcaseError
 */
export function showcaseOf(
  { files }: Pick<Bundle, 'files'>,
  skus: readonly string[] = [],
): Showcase {
  const bytes = files.get(SHOWCASE_PATH);
  if (bytes !== undefined) return readShowcase(bytes);
  if (skus.length === 0) return NO_SHOWCASE;
  const folder = BUNDLE_PATHS.recommender;
  const own = new Map(
    [...files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, content]) => [path.slice(folder.length), content]),
  );
  return { ...NO_SHOWCASE, sessions: pastSessions(own, skus) };
}

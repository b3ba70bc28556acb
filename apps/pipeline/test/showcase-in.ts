import { readBundle } from '@lf/contract';
import { readShowcase, SHOWCASE_PATH, type Showcase } from '@lf/serving';

/** What a packed model has for people who try it. */
export async function showcaseIn(bundlePath: string): Promise<Showcase> {
  const { files } = await readBundle(bundlePath, { only: [SHOWCASE_PATH] });
  const bytes = files.get(SHOWCASE_PATH);
  if (bytes === undefined) throw new Error(`${bundlePath} has no ${SHOWCASE_PATH}`);
  return readShowcase(bytes);
}

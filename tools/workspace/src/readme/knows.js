/**
 * The 'knows' column of the root README's table of packages, from their package.json.
 *
 * `node tools/workspace/src/readme/knows.js` writes it; a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../', import.meta.url);
const README = new URL('README.md', ROOT);

/** `| [@lf/dataset](packages/dataset) | what it is for | knows |` */
const ROW = /^\| \[[^\]]+\]\(((?:packages|apps)\/[a-z-]+)\) +\|[^|]*\|([^|]*)\|$/;

/** Which packages of ours a package depends on, in words. */
function knownBy(folder) {
  const { dependencies = {} } = JSON.parse(
    readFileSync(new URL(`${folder}/package.json`, ROOT), 'utf8'),
  );
  const known = Object.keys(dependencies)
    .filter((name) => name.startsWith('@lf/'))
    .map((name) => name.slice('@lf/'.length));
  return known.length === 0 ? 'nobody' : known.sort().join(', ');
}

/** The README with the column as it has to be. */
export function withKnows(readme) {
  const lines = readme.split('\n');
  const rows = lines.flatMap((line, index) => {
    const [, folder] = ROW.exec(line) ?? [];
    return folder === undefined ? [] : [{ index, knows: knownBy(folder) }];
  });
  const [first] = rows;
  if (first === undefined) throw new Error('README.md has no table of packages');
  const width = Math.max('knows'.length, ...rows.map(({ knows }) => knows.length));
  const setLast = (index, text) => {
    const cells = lines[index].split('|');
    lines[index] = [...cells.slice(0, -2), ` ${text} `, ''].join('|');
  };
  setLast(first.index - 2, 'knows'.padEnd(width));
  setLast(first.index - 1, '-'.repeat(width));
  for (const { index, knows } of rows) setLast(index, knows.padEnd(width));
  return lines.join('\n');
}

/** The folders of packages that the table lists. */
export function listedIn(readme) {
  return readme.split('\n').flatMap((line) => ROW.exec(line)?.[1] ?? []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README, withKnows(readFileSync(README, 'utf8')));
}

/** One thing that both engines did, compared. */
export interface Verdict {
  readonly name: string;
  /** Null: the same. */
  readonly difference: string | null;
  readonly seconds: number;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

// XML has no way to write control characters
const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

/** The verdicts as a JUnit report, which the sum of all tests reads. */
export function junit(verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter(({ difference }) => difference !== null).length;
  const counts = `tests="${verdicts.length}" failures="${failures}" errors="0"`;
  const cases = verdicts.map(({ name, difference, seconds }) => {
    const head = `<testcase classname="parity" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
    return difference === null
      ? `    ${head}/>`
      : `    ${head}><failure message="${escaped(difference)}"/></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="parity" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

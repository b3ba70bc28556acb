/**
 * Counts the tests of one JUnit report; an error counts as a failure.
 *
 * @param {string} xml
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(xml) {
  const root = /<testsuites\b[^>]*>/.exec(xml)?.[0];
  if (root === undefined) throw new Error('not a JUnit report: no <testsuites> element');
  const tests = attribute(root, 'tests');
  const failed = attribute(root, 'failures') + attribute(root, 'errors');
  const skipped = (xml.match(/<skipped\b/g) ?? []).length;
  return { passed: tests - failed - skipped, failed, skipped };
}

/**
 * @param {string} element
 * @param {string} name
 */
function attribute(element, name) {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(element)?.[1] ?? 0);
}

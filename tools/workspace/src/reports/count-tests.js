/**
 * Counts the tests of one JUnit report; an error counts as a failure.
 *
 * @param {string} xml
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(xml) {
  const root = /<testsuites\b[^>]*>/.exec(xml)?.[0];
  if (root === undefined) throw new Error('not a JUnit report: no <testsuites> element');
  // pytest counts at each suite alone
  const counted = /\btests="/.test(root) ? [root] : (xml.match(/<testsuite\b[^>]*>/g) ?? []);
  /** @param {string} name */
  const sum = (name) => counted.reduce((total, element) => total + attribute(element, name), 0);
  const tests = sum('tests');
  const failed = sum('failures') + sum('errors');
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

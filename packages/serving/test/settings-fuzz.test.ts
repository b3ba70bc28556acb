import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SettingsError } from '../src/errors.ts';
import { readSettings, type Environment } from '../src/settings.ts';

const NAMES = [
  ...['LF_API_INFERENCE', 'SAGEMAKER_ENDPOINT_NAME', 'LF_ENDPOINT_URL', 'LF_ENDPOINT_KEY'],
  ...['LF_API_MODEL', 'LF_API_BUNDLE', 'LF_API_BUNDLE_DIGEST', 'LF_API_BUNDLE_HTTP'],
  ...['LF_API_SEEN_ITEMS', 'LF_API_MAX_EVENTS', 'LF_API_TIMEOUT_MS', 'LF_API_CORS_ORIGIN'],
  ...['LF_API_ALLOWED_HOSTS', 'LF_API_KEY', 'LF_API_RETRIES', 'LF_API_BREAKER_FAILURES'],
  ...['LF_API_BREAKER_COOLDOWN_MS', 'LF_API_THROTTLE_RATE', 'LF_API_THROTTLE_BURST'],
];

const text = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '1', '5', '1000', '-1', '-0', '007', '1e3', '1e999', 'NaN', '0x10', ' 5'],
    ...['url', 'sagemaker', 'bundle', 'intent', 'rec', 'include', 'loopback', '*', 'same-origin'],
    ...['http://127.0.0.1:8080', 'http://[', 'http://a:99999', 'https://%', 'https://a/b?c'],
    ...['s3://b/k', 's3://b/%zz', 's3://b/%ff', 's3://', 'https://u:p@h/m', 'model', '../m.tar.gz'],
    ...[
      '__proto__',
      'constructor',
      'shop.example',
      'a-key-of-16-chars',
      '\u001b[2J',
      '\u202e',
      '\0',
    ],
  ),
  fc.integer().map(String),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('', 'http://', 'https://a,', 's3://b/', 'a.'),
      fc.constantFrom('a', '-', '9', 'a,', 'https://a.b,', '\u001b', ' ', '%'),
      fc.nat(60_000),
    )
    .map(([head, part, times]) => `${head}${part.repeat(times)}!`),
);

/** Refused: one line for each wrong setting, by its name, with what was expected; short, and without signs that act. */
function expectReadable(error: unknown): void {
  expect(error).toBeInstanceOf(SettingsError);
  const [head, ...lines] = (error as SettingsError).message.split('\n');
  expect(head).toBe('Reading the settings of the service:');
  for (const line of lines) {
    expect(line).toMatch(/^ {2}[A-Z_]+(?:, [A-Z_]+ or [A-Z_]+)?: expected /);
    expect(line).not.toMatch(/\p{Cc}|\p{Cs}|\u202e/u);
    expect(line.length).toBeLessThan(900);
  }
  const names = lines.map((line) => line.slice(0, line.indexOf(':')));
  expect(new Set(names).size).toBe(names.length);
}

function settle(environment: Environment): void {
  let settings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    expectReadable(error);
    return;
  }
  const { maxEvents, timeoutMs, resilience, target, bundle, bundleDigest } = settings;
  for (const [value, least, most] of [
    [maxEvents, 1, 2_000],
    [timeoutMs, 1, 29_000],
    [resilience.retries, 0, 5],
    [resilience.breakerFailures, 0, 1_000],
    [resilience.breakerCooldownMs, 1, 600_000],
  ] as const) {
    expect(Number.isInteger(value) && value >= least && value <= most, String(value)).toBe(true);
  }
  if (target.kind === 'url') expect(() => new URL(target.url)).not.toThrow();
  if (bundle !== undefined && /^(https?|s3):/.test(bundle))
    expect(() => new URL(bundle)).not.toThrow();
  if (bundleDigest !== undefined) expect(bundleDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
}

test('one setting, whatever it holds, is accepted as documented or refused by its name', () => {
  const one = fc.tuple(fc.constantFrom(...NAMES), text);
  fc.assert(
    fc.property(one, ([name, value]) => {
      settle({ LF_ENDPOINT_URL: 'http://127.0.0.1:8080', [name]: value });
    }),
    { numRuns: 2_000 },
  );
});

test('all settings together too, each wrong one named once', () => {
  const all = fc.record(Object.fromEntries(NAMES.map((name) => [name, text])), {
    requiredKeys: [],
  });
  fc.assert(fc.property(all, settle), { numRuns: 2_000 });
});

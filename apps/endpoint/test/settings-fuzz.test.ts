import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SettingError } from '../src/errors.ts';
import { readSettings, USAGE, type Settings } from '../src/settings/settings.ts';

const FLAGS = [...USAGE.matchAll(/^ {2}--([a-z-]+) </gm)].map(([, flag = '']) => flag);
const SWITCHES = ['public-api', 'manage'];
const variableOf = (flag: string) => `LF_ENDPOINT_${flag.toUpperCase().replaceAll('-', '_')}`;

const text = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '1', '80', ' 80', '80 ', '+1', '-1', '-0', '007', '1e3', '1e999', '-1e999'],
    ...['NaN', 'Infinity', '0x10', '1_000', '5.0', '.5', '0.05', '9007199254740993', '4294967296'],
    ...['true', 'false', 'TRUE', 'yes', 'info', 'metrics', 'metrics,invocations', ',', '*', 'a,b'],
    ...['127.0.0.1', '::1', '0.0.0.0', 'm=a', 'm=', '=a', '__proto__=a', 'default=a', 'a\0b', '\0'],
    ...['__proto__', 'constructor', '--port', '\u001b[2J', '\u202e', '\n', '\ud800'],
  ),
  fc.integer().map(String),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .tuple(fc.constantFrom('a', '9', '-', '.', '-.', 'a,', '=', '\u001b', '\n'), fc.nat(60_000))
    .map(([part, times]) => `${part.repeat(times)}!`),
);

const RANGES: readonly (readonly [(settings: Settings) => number, number, number])[] = [
  [({ port }) => port, 0, 65_535],
  [({ drainMs }) => drainMs, 0, 3_600_000],
  [({ loadMs }) => loadMs, 1_000, 3_600_000],
  [({ warmUpMs }) => warmUpMs, 0, 60_000],
  [({ limits }) => limits.maxBodyBytes, 1, 2 ** 30],
  [({ limits }) => limits.maxInFlight, 1, 1_000_000],
  [({ limits }) => limits.maxConnections, 1, 1_000_000],
];

/** What was asked for is accepted as documented, or refused by an error that a person can read. */
function expectSettled(read: () => Settings): Settings | string {
  let settings: Settings;
  try {
    settings = read();
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    const message = (error as SettingError).message.replace(USAGE, '');
    expect(message).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|\u202e/u);
    expect(message.length).toBeLessThan(1_500);
    return message;
  }
  for (const [valueOf, least, most] of RANGES) {
    expect(Number.isInteger(valueOf(settings))).toBe(true);
    expect(valueOf(settings)).toBeGreaterThanOrEqual(least);
    expect(valueOf(settings)).toBeLessThanOrEqual(most);
  }
  const { bundle, host, challenger } = settings;
  expect(bundle).toMatch(/./s);
  expect(host).toMatch(/^[\w.:%-]+$/);
  if (challenger) {
    expect(challenger.share).toBeGreaterThanOrEqual(0);
    expect(challenger.share).toBeLessThanOrEqual(1);
  }
  return settings;
}

const laptop = { isFolder: () => false };
const RUNS = { numRuns: 500 };

it('knows every flag of its own usage', () => {
  expect(FLAGS).toHaveLength(15);
});

it('any text for a flag, or for its variable, is accepted as documented or refused by the name under which it was set', () => {
  const flag = fc.constantFrom(...FLAGS, ...SWITCHES);
  fc.assert(
    fc.property(flag, text, fc.boolean(), (name, value, isVariable) => {
      const hasVariable = name !== 'model';
      const isFlag = !isVariable || !hasVariable;
      const bundle = name === 'bundle' ? [] : ['--bundle', 'm'];
      const challenger = name === 'challenger-share' ? ['--challenger', 'c'] : [];
      const argv = [...bundle, ...challenger, ...(isFlag ? [`--${name}=${value}`] : [])];
      const env = isFlag ? {} : { [variableOf(name)]: value };
      const said = expectSettled(() => readSettings(argv, env, laptop));
      if (typeof said !== 'string' || said.startsWith('No model')) return;
      expect(said).toContain(isFlag ? `--${name}` : variableOf(name));
      expect(said).toMatch(/expected|does not take an argument|not supported/);
    }),
    RUNS,
  );
});

it('any command line is accepted or refused', () => {
  const words = fc.oneof(
    text,
    fc.constantFrom(...FLAGS, ...SWITCHES).map((name) => `--${name}`),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), (argv) => {
      expectSettled(() => readSettings(argv, {}, laptop));
    }),
    RUNS,
  );
});

it.each(['--host=', '--bundle=', '--challenger='])(
  '%s, as of an unset variable in a script, is refused',
  (flag) => {
    expect(() => readSettings(['--bundle', 'm', flag], {}, laptop)).toThrow(
      /expected (an address|a path)/,
    );
  },
);

import { CommandError } from './errors.ts';

/** Where and how the Lambda runs, as CloudFormation is told; the Lambda itself reads none of it. */
export interface StackSettings {
  readonly stage: string;
  readonly region: string;
  readonly runtime: string;
  readonly architecture: string;
  readonly memoryMb: number;
  /** Containers that are always started; 0: none. */
  readonly provisionedConcurrency: number;
  /** A name of one's own for the API; undefined: API Gateway's alone. */
  readonly domain: ApiDomain | undefined;
}

export interface ApiDomain {
  readonly name: string;
  /** Of AWS Certificate Manager, in the region of the stack. */
  readonly certificateArn: string;
  /** The zone of Route 53 that gets the record; undefined: the record is made elsewhere. */
  readonly hostedZoneId: string | undefined;
}

interface Rule {
  readonly standard?: string;
  readonly expected: string;
  readonly isValid: (text: string) => boolean;
}

function matching(pattern: RegExp, expected: string): Rule {
  return { expected, isValid: (text) => pattern.test(text) };
}

function oneOf(choices: readonly [string, ...string[]]): Rule {
  const expected = `one of ${choices.join(', ')}`;
  return { standard: choices[0], expected, isValid: (text) => choices.includes(text) };
}

function wholeNumber(minimum: number, maximum: number, standard: string): Rule {
  return {
    standard,
    expected: `a whole number from ${minimum} to ${maximum}`,
    isValid: (text) => /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
  };
}

const RULES = {
  // The longest that leaves the role's name, which holds the region too, within IAM's 64 characters
  STAGE: {
    standard: 'dev',
    ...matching(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,14}$/, '1 to 15 letters, digits and hyphens'),
  },
  AWS_DEFAULT_REGION: {
    standard: 'us-east-1',
    ...matching(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, 'a region such as eu-central-1'),
  },
  // Those whose support by AWS lasts beyond 2026
  LF_API_RUNTIME: oneOf(['nodejs24.x', 'nodejs22.x']),
  LF_API_ARCHITECTURE: oneOf(['arm64', 'x86_64']),
  LF_API_MEMORY_MB: wholeNumber(128, 10_240, '512'),
  LF_API_PROVISIONED_CONCURRENCY: wholeNumber(0, 1000, '0'),
  LF_API_DOMAIN: matching(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'a host name in lower case such as api.shop.example',
  ),
  LF_API_CERTIFICATE_ARN: matching(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[a-zA-Z0-9-]+$/,
    'the ARN of a certificate, arn:aws:acm:<region>:<account>:certificate/<id>',
  ),
  LF_API_HOSTED_ZONE_ID: matching(/^Z[A-Z0-9]{1,31}$/, "a hosted zone's id such as Z0123456789ABC"),
} as const satisfies Record<string, Rule>;

type Name = keyof typeof RULES;

/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 80;

/**
 * Reads the settings of the stack; an empty variable counts as not set.
 *
 * @throws CommandError naming each wrong variable, what was expected and what it holds
 */
export function readStackSettings(
  environment: Readonly<Record<string, string | undefined>>,
): StackSettings {
  const given: Readonly<Record<string, string | undefined>> = {
    ...environment,
    AWS_DEFAULT_REGION: environment['AWS_DEFAULT_REGION'] || environment['AWS_REGION'],
  };
  const problems = (Object.keys(RULES) as Name[]).flatMap((name) => {
    const text = given[name] || undefined;
    const { expected, isValid }: Rule = RULES[name];
    if (text === undefined || isValid(text)) return [];
    return [`${name}: expected ${expected}, got '${text.slice(0, SHOWN_CHARACTERS)}'.`];
  });
  const text = (name: Name): string | undefined => {
    const { standard }: Rule = RULES[name];
    return given[name] || standard;
  };
  const region = text('AWS_DEFAULT_REGION') ?? '';
  const domain = text('LF_API_DOMAIN');
  const certificateArn = text('LF_API_CERTIFICATE_ARN');
  const hostedZoneId = text('LF_API_HOSTED_ZONE_ID');
  if (domain !== undefined && certificateArn === undefined) {
    problems.push(
      `LF_API_CERTIFICATE_ARN: expected the certificate of ${domain} in ${region}, got nothing. Request one in AWS Certificate Manager.`,
    );
  }
  if (domain === undefined) {
    const alone = ['LF_API_CERTIFICATE_ARN', 'LF_API_HOSTED_ZONE_ID'].filter((name) => given[name]);
    problems.push(...alone.map((name) => `${name}: expected LF_API_DOMAIN as well, got nothing.`));
  }
  const certificateRegion = certificateArn?.split(':')[3];
  if (problems.length === 0 && (certificateRegion ?? region) !== region) {
    problems.push(
      `LF_API_CERTIFICATE_ARN: expected a certificate in ${region}, the region of the stack, got one in ${certificateRegion}.`,
    );
  }
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
  return {
    stage: text('STAGE') ?? '',
    region,
    runtime: text('LF_API_RUNTIME') ?? '',
    architecture: text('LF_API_ARCHITECTURE') ?? '',
    memoryMb: Number(text('LF_API_MEMORY_MB')),
    provisionedConcurrency: Number(text('LF_API_PROVISIONED_CONCURRENCY')),
    domain:
      domain === undefined || certificateArn === undefined
        ? undefined
        : { name: domain, certificateArn, hostedZoneId },
  };
}

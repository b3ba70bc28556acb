import { elementIn } from '../aws/aws-call.ts';
import type { AwsCaller } from '../aws/aws-caller.ts';
import type { Settings } from '../settings/load.ts';
import { failed, ok, warning, type Check, type Finding, type Purpose } from './finding.ts';
import { looked } from './look.ts';

/** Roles by their settings, and the service that must be able to take them. */
const ROLES = [
  {
    setting: 'METAFLOW_ECS_S3_ACCESS_IAM_ROLE',
    purposes: ['batch', 'schedule'],
    service: 'ecs-tasks.amazonaws.com',
  },
  {
    setting: 'METAFLOW_SFN_IAM_ROLE',
    purposes: ['schedule'],
    service: 'states.amazonaws.com',
  },
  {
    setting: 'METAFLOW_EVENTS_SFN_ACCESS_IAM_ROLE',
    purposes: ['schedule'],
    service: 'scheduler.amazonaws.com',
    neededBy: '--schedule',
  },
  { setting: 'IAM_SAGEMAKER_ROLE', purposes: ['deploy'], service: 'sagemaker.amazonaws.com' },
] as const satisfies readonly {
  readonly setting: keyof Settings;
  readonly purposes: readonly Purpose[];
  readonly service: string;
  /** The flag without which nobody needs it. */
  readonly neededBy?: string;
}[];

export const rolesCheck: Check = {
  name: 'roles',
  purposes: ['batch', 'schedule', 'deploy'],
  async find({ read: { settings }, purposes, aws }) {
    const wanted = ROLES.filter((role) => role.purposes.some((each) => purposes.includes(each)));
    return Promise.all(
      wanted.map(async (wantedRole) => {
        const { setting, service } = wantedRole;
        const role = settings[setting];
        if (role !== undefined) return roleFinding(aws, { role, setting, service });
        const mend = `${setting} in .env (aws iam list-roles)`;
        return 'neededBy' in wantedRole
          ? warning(`no role for ${service}, which ${wantedRole.neededBy} needs`, mend)
          : failed(`no role for ${service}`, mend);
      }),
    );
  },
};

async function roleFinding(
  aws: AwsCaller,
  {
    role,
    setting,
    service,
  }: { readonly role: string; readonly setting: string; readonly service: string },
): Promise<Finding> {
  const name = /^(?:arn:[a-z-]+:iam::\d{12}:role\/(?:.*\/)?)?([\w+=,.@-]{1,64})$/.exec(role)?.[1];
  if (name === undefined) {
    return failed(
      `${setting}: ${role} is neither a role's name nor its ARN`,
      'aws iam list-roles --query "Roles[].Arn"',
    );
  }
  const missing = {
    codes: /^NoSuchEntity/,
    finding: failed(
      `${setting}: there is no role ${name}`,
      'aws iam list-roles --query "Roles[].Arn"',
    ),
  };
  const look = async (): Promise<Finding> => {
    const answer = await aws.ask('iam', 'GetRole', { RoleName: name });
    const trust = decodeURIComponent(elementIn(answer, 'AssumeRolePolicyDocument') ?? '');
    return trust.includes(`"${service}"`)
      ? ok(`role ${name} can be taken by ${service}`)
      : failed(
          `role ${name} cannot be taken by ${service}`,
          `aws iam update-assume-role-policy --role-name ${name} --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"${service}"},"Action":"sts:AssumeRole"}]}'`,
        );
  };
  return looked(`role ${name}`, look, missing);
}

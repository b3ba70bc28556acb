import { elementIn } from '../aws/aws-call.ts';
import type { AwsCaller } from '../aws/aws-caller.ts';
import { failed, ok, type Check, type Finding } from './finding.ts';
import { looked } from './look.ts';

/** Roles by their settings, and the service that must be able to take them. */
const ROLES = [
  {
    setting: 'METAFLOW_ECS_S3_ACCESS_IAM_ROLE',
    purpose: 'batch',
    service: 'ecs-tasks.amazonaws.com',
  },
  { setting: 'IAM_SAGEMAKER_ROLE', purpose: 'deploy', service: 'sagemaker.amazonaws.com' },
] as const;

export const rolesCheck: Check = {
  name: 'roles',
  purposes: ['batch', 'deploy'],
  async find({ read: { settings }, purposes, aws }) {
    const wanted = ROLES.filter(({ purpose }) => purposes.includes(purpose));
    return Promise.all(
      wanted.map(async ({ setting, service }) => {
        const role = settings[setting];
        return role === undefined
          ? failed(`no role for ${service}`, `${setting} in .env (aws iam list-roles)`)
          : roleFinding(aws, { role, setting, service });
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

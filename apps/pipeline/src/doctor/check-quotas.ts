import { isObject, objectIn } from '../aws/aws-call.ts';
import type { AwsCaller } from '../aws/aws-caller.ts';
import { failed, ok, warning, type Check, type Finding } from './finding.ts';
import { looked, recordsIn } from './look.ts';

/** What an account may run at once, where the quota of a new account is none. Codes: the Service Quotas console. */
const GPU_QUOTAS = [
  { QuotaCode: 'L-DB2E81BA', about: 'virtual cores of G and VT instances' },
  { QuotaCode: 'L-417A185B', about: 'virtual cores of P instances' },
] as const;

export const quotasCheck: Check = {
  name: 'quotas',
  purposes: ['batch', 'schedule', 'deploy'],
  async find({ read: { settings }, purposes, aws }) {
    const findings: Finding[] = [];
    if (purposes.includes('batch') || purposes.includes('schedule'))
      findings.push(await gpuQuota(aws));
    const instance = settings.SAGEMAKER_INSTANCE;
    if (purposes.includes('deploy') && instance !== undefined) {
      findings.push(await instanceQuota(aws, instance));
    }
    return findings;
  },
};

async function gpuQuota(aws: AwsCaller): Promise<Finding> {
  return looked('quotas of GPU instances', async () => {
    const values = await Promise.all(
      GPU_QUOTAS.map(async ({ QuotaCode, about }) => {
        const answer = await aws.ask('quotas', 'GetServiceQuota', {
          ServiceCode: 'ec2',
          QuotaCode,
        });
        const quota = objectIn(answer)?.['Quota'];
        return { about, value: isObject(quota) ? Number(quota['Value']) : 0 };
      }),
    );
    const found = values.map(({ about, value }) => `${value} ${about}`).join(', ');
    return values.some(({ value }) => value > 0)
      ? ok(`this account may run ${found}`)
      : failed(
          `this account may run no GPU instance: ${found}; such jobs stay RUNNABLE`,
          'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-DB2E81BA --desired-value 8',
        );
  });
}

/** A service has some hundred quotas, ten pages at most. */
const MOST_PAGES = 30;

async function instanceQuota(aws: AwsCaller, instance: string): Promise<Finding> {
  return looked(`the quota of ${instance}`, async () => {
    const wanted = `${instance} for endpoint usage`;
    let NextToken: unknown;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = objectIn(
        await aws.ask('quotas', 'ListServiceQuotas', {
          ServiceCode: 'sagemaker',
          MaxResults: 100,
          ...(typeof NextToken === 'string' && { NextToken }),
        }),
      );
      const quota = recordsIn(answer?.['Quotas']).find((each) => each['QuotaName'] === wanted);
      if (quota !== undefined) {
        const value = Number(quota['Value']);
        return value > 0
          ? ok(`this account may run ${value} ${wanted}`)
          : failed(
              `this account may run no ${wanted}`,
              `aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code ${String(quota['QuotaCode'])} --desired-value 1`,
            );
      }
      NextToken = answer?.['NextToken'];
      if (typeof NextToken !== 'string') break;
    }
    return warning(
      `SageMaker has no quota named '${wanted}'`,
      'aws service-quotas list-service-quotas --service-code sagemaker',
    );
  });
}

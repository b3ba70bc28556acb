import type { AwsCaller } from '../aws/aws-caller.ts';
import { failed, ok, warning, type Check, type Finding, type Purpose } from './finding.ts';
import { looked } from './look.ts';

/** A reference to an image in the registry of an account of AWS. */
const IN_ECR =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9._/-]+)(?::([\w][\w.-]{0,127})|@(sha256:[0-9a-f]{64}))$/;

/** Any reference to an image: host and path, then a tag or a digest. */
const IMAGE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

const IMAGES = [
  { setting: 'BASE_IMAGE', purposes: ['batch', 'schedule'] },
  { setting: 'RAPIDS_IMAGE', purposes: ['batch', 'schedule'] },
  { setting: 'DOCKER_IMAGE', purposes: ['deploy'] },
] as const satisfies readonly { readonly setting: string; readonly purposes: readonly Purpose[] }[];

export const imagesCheck: Check = {
  name: 'images',
  purposes: ['batch', 'schedule', 'deploy'],
  async find({ read: { settings }, purposes, aws }) {
    const wanted = IMAGES.filter((image) => image.purposes.some((each) => purposes.includes(each)));
    return Promise.all(
      wanted.map(async ({ setting }) => {
        const image = settings[setting];
        if (image !== undefined) return imageFinding(aws, setting, image);
        const { LF_TRANSFORM_ENGINE: engine } = settings;
        return setting === 'RAPIDS_IMAGE' && engine !== 'duckdb'
          ? failed(
              `no RAPIDS_IMAGE is set, which LF_TRANSFORM_ENGINE=${engine} needs on AWS Batch`,
              'docker build -f tools/rapids/Dockerfile -t <registry>/lf-rapids:1 . and RAPIDS_IMAGE in .env',
            )
          : warning(`no ${setting} is set`, `${setting} in .env`);
      }),
    );
  },
};

async function imageFinding(aws: AwsCaller, setting: string, image: string): Promise<Finding> {
  if (!IMAGE.test(image)) {
    return failed(
      `${setting}: ${image} is no name of an image`,
      `${setting}=<registry>/<repository>:<tag>`,
    );
  }
  const [, registryId, region, repositoryName, imageTag, imageDigest] = IN_ECR.exec(image) ?? [];
  if (registryId === undefined) {
    return ok(
      `${setting}: ${image} is a name of an image; it is not in ECR, so it was not looked for`,
    );
  }
  const here = await aws.region();
  if (region !== here) {
    return warning(
      `${setting}: ${image} is in ${region ?? '?'}, and the region here is ${here ?? 'not set'}`,
    );
  }
  const missing = {
    codes: /^(RepositoryNotFound|ImageNotFound)/,
    finding: failed(
      `${setting}: there is no ${image}`,
      `aws ecr describe-images --registry-id ${registryId} --repository-name ${repositoryName ?? ''}`,
    ),
  };
  const imageIds = [imageTag === undefined ? { imageDigest } : { imageTag }];
  const look = async (): Promise<Finding> => {
    await aws.ask('ecr', 'DescribeImages', { registryId, repositoryName, imageIds });
    return ok(`${setting}: ${image} is there`);
  };
  return looked(`${setting} ${image}`, look, missing);
}

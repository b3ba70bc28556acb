import { SettingsError, type SettingsProblem } from '../errors.ts';
import type { Settings } from '../settings/load.ts';
import { outputKey } from './output-key.ts';
import { blazingTextImage, BLAZING_TEXT_REGIONS } from './blazing-text-image.ts';

/** How the vectors of KNN are learnt by BlazingText in SageMaker. */
export interface BlazingTextParams {
  readonly image: string;
  readonly role: string;
  readonly instanceType: string;
  readonly instances: number;
  readonly isSpot: boolean;
  readonly maxRunSeconds: number;
  /** Of KMS: encrypts the vectors; absent: as the bucket does by default. */
  readonly kmsKeyId?: string;
}

const SECONDS_AN_HOUR = 3600;

/**
 * What the settings say of BlazingText.
 *
 * @returns null if they say nothing: the vectors are learnt on this machine
 * @throws SettingsError that names all that is missing
 */
export function blazingTextParams(settings: Settings): BlazingTextParams | null {
  const { LF_BLAZINGTEXT_INSTANCE: instanceType, IAM_SAGEMAKER_ROLE: role } = settings;
  if (instanceType === undefined) return null;
  const region = settings.AWS_DEFAULT_REGION;
  const image = settings.LF_BLAZINGTEXT_IMAGE ?? blazingTextImage(region);
  const problems: SettingsProblem[] = [];
  if (role === undefined) {
    const expected = 'the ARN of the role that training jobs of LF_BLAZINGTEXT_INSTANCE take';
    problems.push({ setting: 'IAM_SAGEMAKER_ROLE', value: '', expected });
  }
  if (image === null) {
    problems.push(
      region === undefined
        ? {
            ...{ setting: 'AWS_DEFAULT_REGION', value: '' },
            expected: 'the region of the datastore, in which BlazingText trains',
          }
        : {
            ...{ setting: 'LF_BLAZINGTEXT_IMAGE', value: '' },
            expected: `the image of BlazingText in ${region}; known are those of ${BLAZING_TEXT_REGIONS.join(', ')}`,
          },
    );
  }
  if (!settings.LF_DATASTORE_ROOT.startsWith('s3:')) {
    problems.push({
      ...{ setting: 'LF_DATASTORE_ROOT', value: settings.LF_DATASTORE_ROOT },
      expected: 'an s3: datastore, since BlazingText reads the sessions from S3',
    });
  }
  if (problems.length > 0 || role === undefined || image === null) {
    throw new SettingsError(problems);
  }
  return {
    ...{ image, role, instanceType, instances: settings.LF_BLAZINGTEXT_INSTANCES },
    isSpot: settings.LF_TRAINING_SPOT === 1,
    maxRunSeconds: settings.LF_TRAINING_HOURS * SECONDS_AN_HOUR,
    ...outputKey(settings),
  };
}

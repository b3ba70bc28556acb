import { SAGEMAKER_ACCESS, type SageMakerAccess } from '../sagemaker/sagemaker-access.ts';

const READING = {
  ListEndpoints: SAGEMAKER_ACCESS.ListEndpoints,
  ListTags: SAGEMAKER_ACCESS.ListTags,
  DescribeEndpoint: SAGEMAKER_ACCESS.DescribeEndpoint,
  DescribeEndpointConfig: SAGEMAKER_ACCESS.DescribeEndpointConfig,
} as const;

/**
 * Every call of SageMaker that looks for models and endpoint configs which no endpoint uses, and removes them; a test
 * compares it with the requests.
 */
export const SAGEMAKER_COLLECTION_ACCESS = {
  ...READING,
  DescribeModel: SAGEMAKER_ACCESS.DescribeModel,
  ListModels: { actions: ['sagemaker:ListModels'], on: 'any' },
  ListEndpointConfigs: { actions: ['sagemaker:ListEndpointConfigs'], on: 'any' },
  DeleteModel: SAGEMAKER_ACCESS.DeleteModel,
  DeleteEndpointConfig: SAGEMAKER_ACCESS.DeleteEndpointConfig,
} as const satisfies Readonly<Record<string, SageMakerAccess>>;

/** Every call of SageMaker that tells what endpoints run on; a test compares it with the requests. */
export const SAGEMAKER_COST_ACCESS = READING satisfies Readonly<Record<string, SageMakerAccess>>;

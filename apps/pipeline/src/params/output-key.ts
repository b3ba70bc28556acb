import type { Settings } from '../settings/load.ts';

/** The key of KMS that encrypts objects of the datastore: services of AWS that write there encrypt with it too. */
export function outputKey({
  LF_S3_ENCRYPTION: encryption,
  LF_S3_KMS_KEY_ID: kmsKeyId,
}: Pick<Settings, 'LF_S3_ENCRYPTION' | 'LF_S3_KMS_KEY_ID'>): { readonly kmsKeyId?: string } {
  return encryption?.startsWith('aws:kms') === true && kmsKeyId !== undefined ? { kmsKeyId } : {};
}

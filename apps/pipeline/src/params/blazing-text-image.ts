/** Accounts whose registries have AWS's algorithms. Source: image_uri_config/blazingtext.json of the SageMaker Python SDK. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  'af-south-1': '455444449433',
  'ap-east-1': '286214385809',
  'ap-northeast-1': '501404015308',
  'ap-northeast-2': '306986355934',
  'ap-northeast-3': '364406365360',
  'ap-south-1': '991648021394',
  'ap-southeast-1': '475088953585',
  'ap-southeast-2': '544295431143',
  'ca-central-1': '469771592824',
  'cn-north-1': '390948362332',
  'cn-northwest-1': '387376663083',
  'eu-central-1': '813361260812',
  'eu-north-1': '669576153137',
  'eu-south-1': '257386234256',
  'eu-west-1': '685385470294',
  'eu-west-2': '644912444149',
  'eu-west-3': '749696950732',
  'me-south-1': '249704162688',
  'sa-east-1': '855470959533',
  'us-east-1': '811284229777',
  'us-east-2': '825641698319',
  'us-gov-west-1': '226302683700',
  'us-west-1': '632365934929',
  'us-west-2': '433757028032',
};

/** Regions whose image of BlazingText is known. */
export const BLAZING_TEXT_REGIONS: readonly string[] = Object.keys(ACCOUNTS);

/** The image of BlazingText in a region; null: it is not known. */
export function blazingTextImage(region: string | undefined): string | null {
  const account = region === undefined ? undefined : ACCOUNTS[region];
  if (region === undefined || account === undefined) return null;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${account}.dkr.ecr.${region}.${suffix}/blazingtext:1`;
}

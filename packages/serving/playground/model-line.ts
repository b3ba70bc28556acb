import { html } from './elements.ts';
import type { PlaygroundService } from './service.ts';

/** Says what answers: model, quality, data, date and address. */
export function modelLine({ model, endpoint }: PlaygroundService): readonly (Node | string)[] {
  const address = `asked at ${endpoint}`;
  if (model === undefined) return [`Which model answers, only the endpoint knows: ${address}.`];
  const { name, version, quality, data, dataDigest, trained, openedAt } = model;
  const measures = quality.map(({ name: measure, value }) => `${measure} ${value}`).join(', ');
  const parts = [
    measures === '' ? 'its bundle tells no quality' : `${measures} on its test sessions`,
    data === undefined ? `training data ${dataDigest}` : `trained on ${data} (${dataDigest})`,
    ...(trained === undefined ? [] : [`trained ${trained}`]),
    `opened ${openedAt.slice(0, 16).replace('T', ' ')} UTC`,
    address,
  ];
  return ['Model ', html('strong', {}, name), ` ${version} · ${parts.join(' · ')}`];
}

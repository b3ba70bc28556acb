import { byId } from './elements.ts';
import { createExchange } from './exchange.ts';
import { showIntent } from './intent-view.ts';
import { modelLine } from './model-line.ts';
import { showRec } from './rec-view.ts';
import type { PlaygroundService } from './service.ts';

// Written by the service itself, in src/routes/playground.ts
const service = JSON.parse(byId('service').textContent) as PlaygroundService;
byId('origin').append(...modelLine(service));
const exchange = createExchange(service.needsKey);
if (service.kind === 'intent') showIntent(service, exchange);
else showRec(service, exchange);

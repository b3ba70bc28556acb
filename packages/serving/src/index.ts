export { SERVING_ACCESS } from './aws-access.ts';
export { createApi, type ApiContext, type ApiEvent, type World } from './api.ts';
export { openService, type Service } from './service.ts';
export {
  hostForbidden,
  hostsNamed,
  isAllowedHost,
  isLoopbackHost,
  type AllowedHosts,
} from './allowed-hosts.ts';
export type { Answer, PredictionBody } from './answer.ts';
export type { Ask } from './ask.ts';
export type { LogLine } from './log.ts';
export { createIntent } from './models/intent/intent.ts';
export { modelCardOf, type ModelCard, type Quality } from './models/model-card.ts';
export type { Model, ModelKind } from './models/model.ts';
export { createRec, type RecOptions } from './models/rec/rec.ts';
export type { RecChoices, SeenItems } from './models/rec/choices.ts';
export { intentFactsOf, type IntentFacts } from './models/intent/facts.ts';
export { requireApiKey } from './api-key.ts';
export { ApiKeyError, ServingError, SettingsError, ShowcaseError } from './errors.ts';
export { encodeSession } from './session-text.ts';
export { plain, shown } from './shown.ts';
export { decimalOf, wholeNumberOf } from './whole-number.ts';
export { readSettings, SAME_ORIGIN, type Environment, type Settings } from './settings.ts';
export {
  readRequestLogSettings,
  type RequestLogSettings,
} from './request-log/request-log-settings.ts';
export { openRequestLog } from './request-log/open-request-log.ts';
export type { CountLines, LineFate, RequestLog } from './request-log/request-log.ts';
export { loggedSessions } from './request-log/logged-sessions.ts';
export { MAX_OUTCOMES_BYTES, OutcomesError, readOutcomes } from './request-log/read-outcomes.ts';
export {
  LOG_LINE_VERSION,
  type LogLineOfTraffic,
  type OutcomeLine,
  type RequestLine,
} from './request-log/log-lines.ts';
export {
  readShowcase,
  serializeShowcase,
  SHOWCASE_PATH,
  type Product,
  type Showcase,
  type ShownSession,
} from './showcase/showcase.ts';
export { servedFiles } from './bundle/served-bundle.ts';
export { createIntentForward } from './local/intent-forward.ts';

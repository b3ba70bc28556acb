/** The models of the intent flow, as MODEL_CHOICE names them; the first is the default. */
export const INTENT_CHOICES = ['LSTM', 'TREES'] as const;
export type IntentChoice = (typeof INTENT_CHOICES)[number];

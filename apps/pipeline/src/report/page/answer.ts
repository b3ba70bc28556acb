import type { Content, Section, Tone } from '@lf/report';

/** Whether the model is good enough to serve, and why. */
export interface Answer {
  readonly tone: Tone;
  readonly badge: string;
  /** Sentences, the weightiest first. */
  readonly reasons: readonly Content[];
  readonly tiles: readonly { readonly name: string; readonly value: Content }[];
}

/** What of a report's page its flow alone knows. */
export interface FlowFindings {
  readonly answer: Answer;
  readonly sections: readonly Section[];
}

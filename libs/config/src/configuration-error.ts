/** One variable that cannot be used: what is wrong with it and what to set instead. Never holds the value of a secret. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The environment does not make a configuration. The message has one line per variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(['The configuration cannot be used:', ...problems.map((p) => `  ${p.variable}: ${p.problem}. ${p.remedy}.`)].join('\n'));
  }
}

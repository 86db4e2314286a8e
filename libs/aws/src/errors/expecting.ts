import { AwsCallError } from './aws-call-error.js';

/**
 * The answer, or the outcome that stands for AWS's refusal by its code. Codes are given without the suffix `Exception`,
 * which awsQuery services leave out on the wire. Everything else is thrown.
 */
export const expecting = async <Out, Outcome>(answer: Promise<Out>, outcomes: Readonly<Record<string, Outcome>>): Promise<Out | Outcome> => {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof AwsCallError ? error.awsCode?.replace(/Exception$/, '') : undefined;
    if (code === undefined || !Object.hasOwn(outcomes, code)) throw error;
    return outcomes[code] as Outcome;
  }
};

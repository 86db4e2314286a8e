/** One proof as it is shown: `waiting` while it is still tried. */
export interface ProofCheck {
  readonly name: string;
  /** ARN or id that it is about. */
  readonly subject: string;
  readonly result: 'passed' | 'failed' | 'inconclusive' | 'waiting';
  readonly code?: string;
  readonly message: string;
  readonly remedy?: string;
  /** A document to use instead of the one that was found. */
  readonly useInstead?: string;
}

export type CheckName =
  | 'arn_format'
  | 'credentials'
  | 'assume_positive'
  | 'identity_match'
  | 'assume_without_external_id'
  | 'assume_wrong_external_id'
  | 'trust_static'
  | 'organization'
  | 'root_reachable'
  | 'identity_center'
  | 'permissions';

/** What one check found. `again`: AWS may answer otherwise once what was just applied has spread. */
export interface Finding extends ProofCheck {
  readonly name: CheckName;
  readonly result: 'passed' | 'failed' | 'inconclusive';
  readonly again: boolean;
}

export const passed = (name: CheckName, subject: string, message: string): Finding => ({ name, subject, result: 'passed', message, again: false });

export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly useInstead?: string;
  readonly again?: boolean;
}

export const failed = (name: CheckName, subject: string, { again = false, ...trouble }: Trouble): Finding => ({
  name,
  subject,
  result: 'failed',
  ...trouble,
  again,
});

export const inconclusive = (name: CheckName, subject: string, { again = false, ...trouble }: Trouble): Finding => ({
  name,
  subject,
  result: 'inconclusive',
  ...trouble,
  again,
});

/** Why a probe proves nothing under the seed profile; the static reading decides then. */
export const callerPolicyDecides = 'CALLER_POLICY_DECIDES';

/** All that must hold does: nothing failed, and nothing is open but probes that the caller's own policy forestalls. */
export const isProven = (findings: readonly Finding[]): boolean =>
  findings.every(({ result, code }) => result === 'passed' || (result === 'inconclusive' && code === callerPolicyDecides));

/** An open trust policy that the document confirms will not close by waiting. */
export const withoutHope = (findings: readonly Finding[]): readonly Finding[] => {
  const openByDocument = findings.some(({ name, result, again }) => name === 'trust_static' && result === 'failed' && !again);
  return openByDocument ? findings.map((finding) => ({ ...finding, again: false })) : findings;
};

/** Checks as a user sees them while they are still tried. `until` is ISO 8601 UTC. */
export const asProgress = (findings: readonly Finding[], until: string): readonly ProofCheck[] =>
  findings.map(({ again, ...check }) =>
    again
      ? {
          ...check,
          result: 'waiting',
          message: `${check.message} So far: if you applied the policy just now, AWS may need a moment. We keep trying for 2 minutes, until ${until}.`,
        }
      : check,
  );

export const asAnswer = (findings: readonly Finding[]): readonly ProofCheck[] =>
  findings.map(({ again, ...check }) => (again ? { ...check, message: `${check.message} It stayed so for 2 minutes.` } : check));

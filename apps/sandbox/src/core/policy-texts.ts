import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy, validateServiceControlPolicy } from '@cloud-copilot/iam-policy';
import type { ValidatedPolicy } from '@cloud-copilot/iam-policy';

export type PolicyRole = 'identity' | 'scp' | 'trust';

const validators = { identity: validateIdentityPolicy, scp: validateServiceControlPolicy, trust: validateResourcePolicy };

/** A policy document, read once: parsed, validated per use, and asked which condition keys it names. */
export class PolicyText {
  private readonly lower: string;
  private readonly mentioned = new Map<string, boolean>();
  private readonly validated = new Map<PolicyRole, ValidatedPolicy>();

  constructor(
    /** Equal texts have equal numbers. */
    readonly id: number,
    readonly text: string,
  ) {
    this.lower = text.toLowerCase();
  }

  as(role: PolicyRole): ValidatedPolicy {
    let policy = this.validated.get(role);
    if (!policy) {
      policy = createValidatedPolicy(JSON.parse(this.text), validators[role]);
      this.validated.set(role, policy);
    }
    return policy;
  }

  /** False only when no condition or variable of the document can read the key. */
  mentions(key: string): boolean {
    let answer = this.mentioned.get(key);
    if (answer === undefined) {
      answer = this.lower.includes((key.split('/', 1)[0] ?? key).toLowerCase());
      this.mentioned.set(key, answer);
    }
    return answer;
  }
}

const byText = new Map<string, PolicyText>();
let lastId = 0;

/** The one reading of this text. Bounded: readings are cheap to make again, and ids are never reused. */
export const policyText = (text: string): PolicyText => {
  const known = byText.get(text);
  if (known) return known;
  if (byText.size >= 20_000) byText.clear();
  const reading = new PolicyText((lastId += 1), text);
  byText.set(text, reading);
  return reading;
};

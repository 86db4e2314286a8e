import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy, validateServiceControlPolicy } from '@cloud-copilot/iam-policy';
import type { ValidatedPolicy } from '@cloud-copilot/iam-policy';

export type PolicyRole = 'identity' | 'scp' | 'trust';

const validators = { identity: validateIdentityPolicy, scp: validateServiceControlPolicy, trust: validateResourcePolicy };

const asGlob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );

/** Segments of every resource pattern but `*`, which tells no resource from another. A variable makes a pattern that fits no ARN. */
const resourcePatterns = (document: unknown): readonly (readonly RegExp[])[] => {
  const { Statement } = document as { readonly Statement: unknown };
  const named = [Statement].flat().flatMap((statement) => {
    const { Resource, NotResource } = statement as { readonly Resource?: unknown; readonly NotResource?: unknown };
    return [Resource, NotResource].flat().filter((pattern): pattern is string => typeof pattern === 'string' && pattern !== '*');
  });
  return [...new Set(named)].map((pattern) => (pattern.includes('${') ? [] : pattern.split(':').map(asGlob)));
};

/** A policy document, read once: parsed, validated per use, and asked which condition keys it names. */
export class PolicyText {
  private readonly lower: string;
  private readonly mentioned = new Map<string, boolean>();
  private patterns: readonly (readonly RegExp[])[] | undefined;
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

  /**
   * How the document tells this resource from others: which segments of the ARN each of its resource patterns matches.
   * Two ARNs of one kind and class are decided alike. Undefined when only the ARN itself can tell (variables, patterns that are no ARN).
   */
  resourceClass(resource: readonly string[]): string | undefined {
    this.patterns ??= resourcePatterns(JSON.parse(this.text));
    let matched = '';
    for (const pattern of this.patterns) {
      if (pattern.length !== resource.length) return undefined;
      for (const [index, segment] of pattern.entries()) matched += segment.test(resource[index] ?? '') ? '1' : '0';
    }
    return matched;
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

import type { Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';

export interface TagSources {
  readonly project: Tags;
  readonly paymentMethod?: Tags;
  readonly workspace: Tags;
}

/** Each key's value from the most specific source. @source specs/governance.md "Tags on accounts" */
export const inheritTags = ({ project, paymentMethod, workspace }: TagSources): Tags => ({ ...workspace, ...paymentMethod, ...project });

export interface TagProblem {
  readonly code: 'ACCOUNT_TAGS_TOO_MANY' | 'ACCOUNT_TAG_COLLISION';
  readonly message: string;
}

export interface AccountTags {
  readonly tags: Tags;
  readonly problems: readonly TagProblem[];
}

const maxTags = 50;
const maxKey = 128;
const maxValue = 256;

// What AWS allows in tags: letters, digits and blanks of any script and a few signs. @source Organizations and Tagging user guides
const illegal = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** Cuts at UTF-16 units, never through a character. */
const cut = (text: string, max: number): string => (text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, ''));

const legal = (text: string, max: number): string => cut(text.replace(illegal, '_'), max);

/** The tags of the AWS account: replicated definitions only, under the platform's prefix. */
export const accountTags = (sources: TagSources, definitions: readonly TagDefinition[], prefix: string): AccountTags => {
  const tags = new Map<string, { readonly value: string; readonly from: string }>();
  const problems: TagProblem[] = [];
  for (const [key, value] of Object.entries(inheritTags(sources))) {
    const definition = definitions.find((candidate) => candidate.key === key && candidate.replicated);
    if (!definition) continue;
    const accountKey = legal(prefix + (definition.replicationKey ?? key), maxKey);
    const other = tags.get(accountKey);
    if (other && other.value !== legal(value, maxValue)) {
      problems.push({
        code: 'ACCOUNT_TAG_COLLISION',
        message: `The tags ${other.from} and ${key} both become the account tag ${accountKey}: give one of them another replication key.`,
      });
      continue;
    }
    tags.set(accountKey, { value: legal(value, maxValue), from: key });
  }
  if (tags.size > maxTags) {
    problems.push({
      code: 'ACCOUNT_TAGS_TOO_MANY',
      message: `${tags.size} tags would be set on the account, and AWS allows ${maxTags}: replicate fewer tag definitions.`,
    });
  }
  return { tags: Object.fromEntries([...tags].map(([key, { value }]) => [key, value])), problems };
};

import type { NamingTemplates } from '../platform-settings.js';
import { isEmail } from '@orgledger/kernel';
import type { PlaceholderName } from './parse-template.js';

/** What AWS demands of one kind of name. */
export interface NamingTarget {
  readonly title: string;
  readonly maxLength: number;
  readonly minLength: number;
  readonly isValid: (name: string) => boolean;
  readonly rule: string;
  readonly placeholders: readonly PlaceholderName[];
  /** What a tag's value becomes inside such a name; may become empty. */
  readonly cleanTag: (value: string) => string;
  /** Sets of placeholders that tell two tenants apart, each sufficient by itself; none: names may be equal. */
  readonly distinguishedBy: readonly (readonly PlaceholderName[])[];
}

const tenantPlaceholders = ['workspaceIdentifier', 'projectIdentifier', 'platform', 'tenantNumber', 'rand'] as const;
const tenantKeys = [['tenantNumber'], ['workspaceIdentifier', 'projectIdentifier'], ['rand']] as const;

const hyphenated = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** @source Organizations API: CreateAccount; IAM API: CreateAccountAlias; Identity Store API: CreateGroup, CreateUser */
export const namingTargets: Readonly<Record<keyof NamingTemplates, NamingTarget>> = {
  accountName: {
    title: 'account name',
    minLength: 1,
    maxLength: 50,
    isValid: (name) => /^[ -~]+$/.test(name) && name.trim() === name,
    rule: 'printable ASCII characters without blanks at its ends',
    placeholders: tenantPlaceholders,
    cleanTag: (value) => value.replace(/[^ -~]/g, '_').trim(),
    distinguishedBy: [],
  },
  accountEmail: {
    title: 'account e-mail address',
    minLength: 6,
    maxLength: 64,
    isValid: isEmail,
    rule: 'a valid e-mail address such as aws+#{tenantNumber}@example.com',
    placeholders: tenantPlaceholders,
    cleanTag: hyphenated,
    distinguishedBy: tenantKeys,
  },
  accountAlias: {
    title: 'account alias',
    minLength: 3,
    maxLength: 63,
    isValid: (name) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && !/^\d{12}$/.test(name),
    rule: 'lowercase letters, digits and single hyphens between them, and not just 12 digits',
    placeholders: tenantPlaceholders,
    cleanTag: hyphenated,
    distinguishedBy: tenantKeys,
  },
  group: {
    title: 'group name',
    minLength: 1,
    maxLength: 128,
    isValid: (name) => /^[!-~]+(?: [!-~]+)*$/.test(name),
    rule: 'printable ASCII characters without double blanks or blanks at its ends',
    placeholders: [...tenantPlaceholders, 'platformGroupAlias'],
    cleanTag: hyphenated,
    distinguishedBy: tenantKeys.map((keys) => [...keys, 'platformGroupAlias']),
  },
  userName: {
    title: 'userName',
    minLength: 1,
    maxLength: 128,
    isValid: (name) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name),
    rule: 'letters, digits and signs without blanks',
    placeholders: ['euid'],
    cleanTag: hyphenated,
    distinguishedBy: [['euid']],
  },
};

export const namingFields = Object.keys(namingTargets) as readonly (keyof NamingTemplates)[];

import { ControlError } from '../../core/control/control-error.js';
import type { Json } from '../request-members.js';
import { RequestMembers } from '../request-members.js';

/** A group of the account and what it may do there. Users and permission sets are made when they are missing. */
export interface SeedGroup {
  readonly name: string;
  /** User names. */
  readonly members?: readonly string[];
  /** Names of the permission sets that the group holds in the account. */
  readonly permissionSets?: readonly string[];
}

export interface SeedAccount {
  readonly name: string;
  readonly email: string;
  /** OU names below the root, separated by `/`; the root without one. */
  readonly unit?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: OrganizationAccountAccessRole. */
  readonly accessRole?: string;
  readonly groups?: readonly SeedGroup[];
}

/** What `POST /_sandbox/seed` takes. */
export interface SeedSpec {
  /** The accounts themselves, or how many to make after `account`. */
  readonly accounts: number | readonly SeedAccount[];
  /** The pattern of accounts that are only counted: `{n}` in its texts is the account's number from 1, units are taken in turn. */
  readonly account?: Omit<SeedAccount, 'unit'> & { readonly units?: readonly string[] };
}

const MOST_ACCOUNTS = 20_000;

const refuse = ({ member, constraint }: { readonly member: string; readonly constraint: string }): ControlError =>
  new ControlError(`${member}: ${constraint}.`);

const readTags = (members: RequestMembers): { readonly tags?: Readonly<Record<string, string>> } => {
  if (!members.has('tags')) return {};
  const tags = members.structure('tags');
  return { tags: Object.fromEntries(tags.names().map((key) => [key, tags.text(key, { max: 256 })])) };
};

const readTexts = (members: RequestMembers, member: string): readonly string[] => (members.has(member) ? members.texts(member) : []);

const readGroup = (members: RequestMembers): SeedGroup => ({
  name: members.text('name', { min: 1 }),
  members: readTexts(members, 'members'),
  permissionSets: readTexts(members, 'permissionSets'),
});

const readAccount = (members: RequestMembers): SeedAccount => {
  const unit = members.optionalText('unit');
  const accessRole = members.optionalText('accessRole', { min: 1, max: 64 });
  return {
    name: members.text('name', { min: 1, max: 50 }),
    email: members.text('email', { min: 6, max: 64 }),
    ...(unit === undefined ? {} : { unit }),
    ...readTags(members),
    ...(accessRole === undefined ? {} : { accessRole }),
    groups: members.has('groups') ? members.structures('groups').map(readGroup) : [],
  };
};

const numbered = <T>(value: T, n: number): T => JSON.parse(JSON.stringify(value).replaceAll('{n}', String(n))) as T;

const counted = (count: number, members: RequestMembers): readonly SeedAccount[] => {
  const given = members.optionalStructure('account');
  const pattern = given ? readAccount(given) : { name: 'account-{n}', email: 'account-{n}@seed.example' };
  const units = given ? readTexts(given, 'units') : [];
  return Array.from({ length: count }, (_, index) => {
    const unit = units[index % Math.max(1, units.length)];
    return { ...numbered(pattern, index + 1), ...(unit === undefined ? {} : { unit }) };
  });
};

/** The accounts that a spec names or counts. */
export const plannedAccounts = (spec: SeedSpec | Json): readonly SeedAccount[] => {
  const members = new RequestMembers(spec as Json, refuse);
  if (Array.isArray(spec.accounts)) return members.structures('accounts', { maxItems: MOST_ACCOUNTS }).map(readAccount);
  const count = members.optionalInteger('accounts', 1, MOST_ACCOUNTS);
  if (count === undefined) throw new ControlError('accounts: say how many accounts to make, or list them.');
  return counted(count, members);
};

import { keyHash } from '@orgledger/kernel';
import type { NamingTemplates } from '../platform-settings.js';
import type { Tags } from '../shared-types.js';
import { sameTag } from './check-templates.js';
import { namingTargets } from './naming-targets.js';
import type { NamingTarget } from './naming-targets.js';
import { parseTemplate } from './parse-template.js';
import type { Template, TemplatePart } from './parse-template.js';
import { applyFormat } from './template-format.js';

/** What a tenant's names are made of. */
export interface NameValues {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platform: string;
  readonly tenantNumber: number;
  readonly seed: string;
  /** Inherited: the project's before the workspace's. */
  readonly tags: Tags;
}

export interface NameProblem {
  readonly code: 'NAME_TOO_LONG' | 'NAME_INVALID' | 'NAME_TAG_MISSING';
  readonly field: keyof NamingTemplates;
  readonly message: string;
}

export interface RenderedName {
  readonly value: string;
  readonly problem?: NameProblem;
}

type Field = keyof NamingTemplates;

/** Templates parsed once, for the names of many tenants. */
export type ParsedTemplates = Readonly<Record<Field, Template>>;

export const parseTemplates = (templates: NamingTemplates): ParsedTemplates => ({
  accountName: parseTemplate('accountName', templates.accountName),
  accountEmail: parseTemplate('accountEmail', templates.accountEmail),
  accountAlias: parseTemplate('accountAlias', templates.accountAlias),
  group: parseTemplate('group', templates.group),
  userName: parseTemplate('userName', templates.userName),
});

/** 100 letters and digits that only the seed decides. */
export const randomText = (seed: string): string =>
  Array.from({ length: 5 }, (_, block) =>
    BigInt(`0x${keyHash(seed, String(block))}`)
      .toString(36)
      .padStart(25, '0')
      .slice(-20),
  ).join('');

export const renderAccountName = (templates: ParsedTemplates, values: NameValues): RenderedName => render('accountName', templates, values, {});
export const renderAccountEmail = (templates: ParsedTemplates, values: NameValues): RenderedName => render('accountEmail', templates, values, {});
export const renderAccountAlias = (templates: ParsedTemplates, values: NameValues): RenderedName => render('accountAlias', templates, values, {});

/** With the owned prefix. */
export const renderGroupName = (templates: ParsedTemplates, values: NameValues, platformGroupAlias: string, groupPrefix: string): RenderedName =>
  render('group', templates, values, { platformGroupAlias }, groupPrefix);

export const renderUserName = (templates: ParsedTemplates, euid: string): RenderedName => render('userName', templates, undefined, { euid });

interface Extra {
  readonly platformGroupAlias?: string;
  readonly euid?: string;
}

const render = (field: Field, templates: ParsedTemplates, values: NameValues | undefined, extra: Extra, prefix = ''): RenderedName => {
  const target = namingTargets[field];
  const texts = templates[field].map((part) => renderPart(part, target, values, extra));
  const value = prefix + texts.map((text) => text ?? '').join('');
  const missing = templates[field].find((part, index) => part.kind === 'tag' && texts[index] === undefined);
  if (missing?.kind === 'tag') return { value, problem: missingTag(field, target, missing.name) };
  return withRules(field, target, value);
};

const renderPart = (part: TemplatePart, target: NamingTarget, values: NameValues | undefined, extra: Extra): string | undefined => {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'tag') {
    const tag = Object.entries(values?.tags ?? {}).find(([key]) => sameTag(key, part.name));
    const clean = tag === undefined ? '' : target.cleanTag(applyFormat({ ...part.format, width: 0 }, target.cleanTag(tag[1])));
    return clean === '' ? undefined : applyFormat({ ...part.format, precision: undefined }, clean);
  }
  const value = { ...values, ...extra, rand: values && randomText(values.seed) }[part.name];
  return value === undefined ? '' : applyFormat(part.format, value);
};

const missingTag = (field: Field, target: NamingTarget, name: string): NameProblem => ({
  code: 'NAME_TAG_MISSING',
  field,
  message: `The ${target.title} is made of the tag ${name}, which has no usable value on the project or its workspace: set it.`,
});

const withRules = (field: Field, target: NamingTarget, value: string): RenderedName => {
  if (value.length > target.maxLength) {
    const message = `The ${target.title} ${value} has ${value.length} characters, and ${target.maxLength} are allowed: shorten the platform's template.`;
    return { value, problem: { code: 'NAME_TOO_LONG', field, message } };
  }
  if (value.length < target.minLength || !target.isValid(value)) {
    const message = `The ${target.title} ${value} is not valid: it must be ${target.rule}. Change the platform's template.`;
    return { value, problem: { code: 'NAME_INVALID', field, message } };
  }
  return { value };
};

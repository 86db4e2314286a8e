import type { NamingTemplates } from '../platform-settings.js';
import { checkText, checkRecord, refuse } from '@orgledger/kernel';
import { keysAreAmbiguous } from './ambiguity.js';
import { namingFields, namingTargets } from './naming-targets.js';
import type { NamingTarget } from './naming-targets.js';
import { parseTemplate } from './parse-template.js';
import type { PlaceholderName, Template, TemplatePart } from './parse-template.js';
import { isInjective, languageOf } from './piece-language.js';
import { applyFormat, isNumeric } from './template-format.js';

export interface TemplateContext {
  readonly platformIdentifier: string;
  readonly limits: { readonly workspaceIdentifier: number; readonly projectIdentifier: number };
  readonly groupPrefix: string;
  /** Keys of the tags that workspaces and projects can have. */
  readonly tagKeys: readonly string[];
}

/** Highest tenant number that names are made room for. */
const tenantNumbers = 999_999;

/** Refuses a template that is malformed, can overflow or can give two tenants the same name; the field is `<at>.<template>`. */
export const checkTemplates = (at: string, value: unknown, context: TemplateContext): NamingTemplates => {
  const templates = checkRecord(at, value);
  const checked = namingFields.map((field) => {
    const name = `${at}.${field}`;
    const source = checkText(name, templates[field], { max: 500 });
    checkTemplate(name, parseTemplate(name, source), namingTargets[field], field === 'group' ? context.groupPrefix.length : 0, context);
    return [field, source] as const;
  });
  return Object.fromEntries(checked) as unknown as NamingTemplates;
};

const checkTemplate = (field: string, template: Template, target: NamingTarget, reserved: number, context: TemplateContext): void => {
  for (const part of template) checkPart(field, part, target, context);
  checkLength(field, template, target, reserved, context);
  const sample = template.map((part) => sampleOf(part, context.platformIdentifier)).join('');
  if (!target.isValid(sample))
    refuse('TEMPLATE_INVALID', field, `${field} would give ${sample}, and an ${target.title} must be ${target.rule}: correct the template.`);
  checkDistinguishes(field, template, target, context.platformIdentifier);
};

const checkPart = (field: string, part: TemplatePart, target: NamingTarget, context: TemplateContext): void => {
  if (part.kind === 'placeholder' && !target.placeholders.includes(part.name))
    refuse('TEMPLATE_INVALID', field, `${field}: #{${part.name}} has no meaning in an ${target.title}. Use ${target.placeholders.join(', ')}.`);
  if (part.kind === 'tag' && !context.tagKeys.some((key) => sameTag(key, part.name)))
    refuse('TEMPLATE_INVALID', field, `${field}: there is no tag ${part.name} for workspaces or projects. Define it first.`);
};

/** `tagCostCenter` means the tag `CostCenter`, `costCenter` or `cost-center`. */
export const sameTag = (key: string, name: string): boolean => plain(key) === plain(name);
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const longest = (part: TemplatePart, { platformIdentifier, limits }: TemplateContext): number => {
  if (part.kind === 'literal') return part.text.length;
  const value = part.kind === 'tag' ? 256 : longestValue[part.name](platformIdentifier, limits);
  const { width, precision } = part.format;
  const digits = isNumeric(part.format) ? applyFormat(part.format, tenantNumbers).length : value;
  return Math.max(width, Math.min(digits, precision ?? digits));
};

const longestValue: Record<PlaceholderName, (platform: string, limits: TemplateContext['limits']) => number> = {
  workspaceIdentifier: (_platform, limits) => limits.workspaceIdentifier,
  projectIdentifier: (_platform, limits) => limits.projectIdentifier,
  platform: (platform) => platform.length,
  tenantNumber: () => String(tenantNumbers).length,
  rand: () => 100,
  platformGroupAlias: () => 30,
  // A person's euid is known only when a name is rendered: overflow is then that person's remark.
  euid: () => 1,
};

const checkLength = (field: string, template: Template, target: NamingTarget, reserved: number, context: TemplateContext): void => {
  const max = reserved + template.reduce((sum, part) => sum + longest(part, context), 0);
  if (max > target.maxLength)
    refuse(
      'TEMPLATE_TOO_LONG',
      field,
      `${field} can give ${max} characters, and an ${target.title} has at most ${target.maxLength}: shorten parts, e.g. #{projectIdentifier:%.7s}, or lower the platform's limits of identifiers.`,
    );
  const min = template.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : Math.max(1, part.format.width)), 0);
  if (min < target.minLength)
    refuse('TEMPLATE_TOO_SHORT', field, `${field} can give ${min} characters, and an ${target.title} has at least ${target.minLength}: add to it.`);
};

/** A text that stands for all that the part can become: whether the whole is well-formed does not depend on which letters an identifier has. */
const sampleOf = (part: TemplatePart, platform: string): string => {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'tag') return applyFormat(part.format, 'a');
  if (part.name === 'tenantNumber') return applyFormat(part.format, 1);
  return applyFormat(part.format, part.name === 'platform' ? platform : 'a');
};

const checkDistinguishes = (field: string, template: Template, target: NamingTarget, platform: string): void => {
  if (target.distinguishedBy.length === 0) return;
  const pieces = template.map((part) => languageOf(part, platform));
  const distinct = target.distinguishedBy.some((keys) => keyPieceSets(template, keys).some((pieceSet) => !keysAreAmbiguous(pieces, pieceSet)));
  if (distinct) return;
  const sets = target.distinguishedBy.map((keys) => keys.map((key) => `#{${key}}`).join(' and ')).join(', or ');
  refuse(
    'TEMPLATE_CAN_COLLIDE',
    field,
    `${field} can give two tenants the same ${target.title}. It must contain, uncut, ${sets}; and what stands next to them must not be able to continue them (#{workspaceIdentifier}-#{projectIdentifier} can: a-b and c read as a and b-c).`,
  );
};

/** Every choice of one whole occurrence per key; none when a key is missing or cut. */
const keyPieceSets = (template: Template, keys: readonly PlaceholderName[]): readonly ReadonlySet<number>[] =>
  keys.reduce<readonly ReadonlySet<number>[]>(
    (sets, key) => {
      const places = template.flatMap((part, index) => (part.kind === 'placeholder' && part.name === key && isInjective(part) ? [index] : []));
      return sets.flatMap((set) => places.map((place) => new Set([...set, place])));
    },
    [new Set<number>()],
  );

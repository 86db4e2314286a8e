import { refuse } from '@orgledger/kernel';
import { isNumeric, parseFormat, plainText } from './template-format.js';
import type { TemplateFormat } from './template-format.js';

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: PlaceholderName; readonly format: TemplateFormat }
  | { readonly kind: 'tag'; /** Text after `tag`. */ readonly name: string; readonly format: TemplateFormat };

export type Template = readonly TemplatePart[];

export const placeholderNames = [
  'workspaceIdentifier',
  'projectIdentifier',
  'platform',
  'tenantNumber',
  'rand',
  'platformGroupAlias',
  'euid',
] as const;
export type PlaceholderName = (typeof placeholderNames)[number];

/** The source document's name of a workspace. */
const synonyms: Readonly<Record<string, PlaceholderName>> = { customerIdentifier: 'workspaceIdentifier' };

const placeholder = /#\{([^}]*)\}/g;

/** Refuses an unknown placeholder or format with TEMPLATE_INVALID; `field` is named in the refusal. */
export const parseTemplate = (field: string, source: string): Template => {
  const parts: TemplatePart[] = [];
  const addLiteral = (text: string): void => {
    if (text.includes('#{')) refuse('TEMPLATE_INVALID', field, `${field} has a placeholder without its closing brace: add }.`);
    if (text !== '') parts.push({ kind: 'literal', text });
  };
  let end = 0;
  for (const match of source.matchAll(placeholder)) {
    addLiteral(source.slice(end, match.index));
    parts.push(parsePlaceholder(field, match[1] ?? ''));
    end = match.index + match[0].length;
  }
  addLiteral(source.slice(end));
  return parts;
};

const parsePlaceholder = (field: string, content: string): TemplatePart => {
  const colon = content.indexOf(':');
  const name = colon < 0 ? content : content.slice(0, colon);
  const format = colon < 0 ? plainText : parseFormat(content.slice(colon + 1));
  if (!format)
    return refuse('TEMPLATE_INVALID', field, `${field}: #{${content}} has no valid format. Use one such as %.7s, %-10s, %5s, %d, %03d, %x or %S.`);
  const known = synonyms[name] ?? placeholderNames.find((candidate) => candidate === name);
  if (isNumeric(format) && known !== 'tenantNumber')
    return refuse('TEMPLATE_INVALID', field, `${field}: #{${content}} formats a text as a number. Only tenantNumber takes %d and %x; use %s.`);
  if (known) return { kind: 'placeholder', name: known, format };
  if (/^tag[A-Za-z0-9_-]+$/.test(name)) return { kind: 'tag', name: name.slice(3), format };
  return refuse(
    'TEMPLATE_INVALID',
    field,
    `${field}: there is no placeholder #{${name}}. There are ${placeholderNames.join(', ')} and tag<Name>, each as #{name} or #{name:%.7s}.`,
  );
};

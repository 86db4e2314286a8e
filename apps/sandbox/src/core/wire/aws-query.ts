import type { AwsError } from '../service.js';

interface Tree {
  [key: string]: Tree | string;
}

const toValue = (node: Tree | string): unknown => {
  if (typeof node === 'string') return node;
  const keys = Object.keys(node);
  if (keys.length === 1 && keys[0] === 'member' && typeof node.member === 'object') return indexed(node.member);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return indexed(node);
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, toValue(child)]));
};

const indexed = (node: Tree): unknown[] =>
  Object.keys(node)
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => toValue(node[key] ?? ''));

/** `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`. All leaves stay text: awsQuery carries no types. */
export const parseQuery = (body: string): Readonly<Record<string, unknown>> => {
  const root: Tree = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let at = root;
    for (const step of path) {
      const next = at[step];
      at = typeof next === 'object' ? next : (at[step] = Object.create(null) as Tree);
    }
    at[last] = value;
  }
  return toValue(root) as Record<string, unknown>;
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#xD;' };
const escapeXml = (text: string): string => text.replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);

const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

const element = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value)}</${name}>`;
};

const content = (value: unknown): string => {
  if (value instanceof Date) return isoSeconds(value);
  if (Array.isArray(value)) return value.map((item) => element('member', item)).join('');
  if (value instanceof Map) return [...value].map(([key, item]) => `<entry>${element('key', key)}${element('value', item)}</entry>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, child]) => element(name, child))
      .join('');
  return escapeXml(String(value));
};

/** An answer as AWS writes it; operations without output have no Result element. */
export const queryAnswer = (operation: string, namespace: string, requestId: string, output: unknown): string => {
  const result = output === undefined ? '' : element(`${operation}Result`, output);
  return `<${operation}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
};

export const queryError = (error: AwsError, namespace: string, requestId: string): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>${element('Code', error.code)}${element('Message', error.message)}${content(error.members)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;

import { readFileSync, writeFileSync } from 'node:fs';

type Json = Readonly<Record<string, unknown>>;

const unhurried = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.fromEntries(Object.entries(value as Json).map(([name, member]) => [name, unhurried(member)]));
  if ('rate' in members) Object.assign(members, { rate: 100_000, burst: 100_000 });
  if ('outstanding' in members) members.outstanding = 60;
  return members;
};

/** Writes the quotas file with every limit out of the way, except for one assignment at a time per account. For preparations only. */
export const writeUnhurriedQuotas = (file: string): string => {
  writeFileSync(file, JSON.stringify(unhurried(JSON.parse(readFileSync('config/aws-quotas.json', 'utf8')))));
  return file;
};

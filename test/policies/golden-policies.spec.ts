import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printPolicies, renderPrincipals } from '@orgledger/aws';
import { printedOptions } from '../support/policy-options.js';

const goldenFile = join(__dirname, 'golden/printed-policies.json');
const changelogFile = join(__dirname, '../../CHANGELOG.md');

const printed = (): string => {
  const prints = Object.entries(printedOptions).map(([name, options]) => [name, renderPrincipals(printPolicies(options))] as const);
  return `${JSON.stringify(Object.fromEntries(prints), undefined, 2)}\n`;
};

/** Every "AWS permissions" section of the changelog. */
const permissionsNotes = (changelog: string): string =>
  [...changelog.matchAll(/^### AWS permissions$([\s\S]*?)(?=^#|$(?![\s\S]))/gm)].map(([, notes]) => notes).join('\n');

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

describe('printed policies', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(goldenFile, printed());

  it('are those of the golden file (UPDATE_GOLDEN=1 writes it anew)', () => {
    expect(JSON.parse(printed())).toEqual(JSON.parse(readFileSync(goldenFile, 'utf8')));
  });

  it('never change without a note for operators, who must apply them', () => {
    const note = `policies ${fingerprint(JSON.stringify(JSON.parse(readFileSync(goldenFile, 'utf8'))))}`;
    const notes = permissionsNotes(readFileSync(changelogFile, 'utf8'));
    // Not found? Describe the change in CHANGELOG.md under "AWS permissions" and name it there: (policies …).
    expect(notes).toContain(note);
  });

  it('would be missed in the changelog if only other sections named them', () => {
    const changelog =
      '## [1.0.0]\n\n### Added\n\n- policies abc\n\n### AWS permissions\n\n- first (policies def)\n\n## [0.9.0]\n\n### AWS permissions\n\n- zero (policies 123)\n';
    expect(permissionsNotes(changelog)).toContain('policies def');
    expect(permissionsNotes(changelog)).toContain('policies 123');
    expect(permissionsNotes(changelog)).not.toContain('policies abc');
  });
});

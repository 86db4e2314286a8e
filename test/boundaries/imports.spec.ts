import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { plantTree, root } from './planted-tree.js';

interface Finding {
  readonly from: string;
  readonly rule: string;
}

const cruise = (cwd: string, ...folders: string[]): Finding[] => {
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...folders,
    ],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  const report = JSON.parse(result.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return report.summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
};

const decider = 'libs/governance/src/tenant/tenant.decider.ts';

/** What the planted imports point at. */
const targets = {
  'apps/api/src/main.ts': 'export const app = 1;\n',
  'libs/kernel/src/index.ts': 'export const k = 1;\n',
  'libs/kernel/src/money.ts': 'export const m = 1;\n',
  'libs/kernel/src/cycle.ts': `import { z } from './a.js';\nexport const y = (): number => z();\n`,
  'libs/event-store/src/index.ts': 'export const store = 1;\n',
  'libs/governance/src/index.ts': 'export interface Snapshot {\n  id: string;\n}\n',
  'libs/governance/testing/index.ts': 'export const sample = 1;\n',
  'libs/governance/src/tenant/tenant.handlers.ts': 'export const handler = 1;\n',
  'libs/governance/src/tenant/tenant.view.ts': 'export const v = 1;\n',
  [decider]: 'export const d = 1;\n',
};

/** Rule, file that breaks it, and its import. */
const violations: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['pure-files-import-pure-files', 'libs/governance/src/nest.ts', `import { Injectable as x } from '@nestjs/common';`],
  ['pure-files-import-pure-files', 'libs/governance/src/builtin.ts', `import { readFileSync as x } from 'node:fs';`],
  ['pure-files-import-pure-files', 'libs/governance/src/store-user.ts', `import { store as x } from '@orgledger/event-store';`],
  ['pure-files-stay-off-impure-ones', 'libs/governance/src/tenant/reach.ts', `import { handler as x } from './tenant.handlers.js';`],
  ['only-aws-imports-the-aws-sdk', 'libs/replication/src/run.gateway.ts', `import { STSClient as x } from '@aws-sdk/client-sts';`],
  ['libs-never-import-apps', 'libs/aws/src/reach.ts', `import { app as x } from '../../../apps/api/src/main.js';`],
  ['apps-never-import-each-other', 'apps/cli/src/main.ts', `import { app as x } from '../../api/src/main.js';`],
  ['standalone-only-composes-modules', 'apps/standalone/src/main.ts', `import { app as x } from '../../api/src/main.js';`],
  ['the-sandbox-is-an-independent-witness', 'apps/sandbox/src/main.ts', `import { k as x } from '@orgledger/kernel';`],
  ['only-the-sandbox-imports-the-policy-engine', 'libs/aws/src/engine.ts', `import { runSimulation as x } from '@cloud-copilot/iam-simulate';`],
  ['contexts-meet-at-their-index', 'libs/replication/src/other.gateway.ts', `import { v as x } from '../../governance/src/tenant/tenant.view.js';`],
  ['only-tests-import-testing', 'libs/replication/src/sample.gateway.ts', `import { sample as x } from '@orgledger/governance/testing';`],
  ['deciders-stay-in-their-context', 'apps/api/src/decide.ts', `import { d as x } from '../../../libs/governance/src/tenant/tenant.decider.js';`],
  ['libs-are-entered-by-their-index', 'apps/api/src/inside.ts', `import { m as x } from '../../../libs/kernel/src/money.js';`],
  ['no-cycles', 'libs/kernel/src/a.ts', `import { y as x } from './cycle.js';`],
  ['nothing-unresolvable', 'libs/kernel/src/b.ts', `import { b as x } from './missing.js';`],
  ['no-dev-dependencies-in-production', 'libs/kernel/src/c.ts', `import x from 'fast-check';`],
];

describe('import rules', () => {
  let tree: ReturnType<typeof plantTree>;
  let findings: Finding[];

  beforeAll(() => {
    const planted = violations.map(([, file, text]) => [file, `${text}\nexport const z = x;\n`]);
    const clean = {
      'libs/replication/src/plan.ts': `import type { Snapshot } from '@orgledger/governance';\nimport { y } from './desired.js';\nexport const x = (s: Snapshot): string => s.id + y;\n`,
      'libs/replication/src/desired.ts': 'export const y = 1;\n',
    };
    tree = plantTree({ ...targets, ...clean, ...(Object.fromEntries(planted) as Record<string, string>) });
    findings = cruise(tree.path, 'apps', 'libs');
  });

  afterAll(() => tree.remove());

  it('hold in the whole tree', () => {
    expect(cruise(root, 'apps', 'libs', 'test')).toEqual([]);
  });

  it.each(violations)('%s bites on %s', (rule, file) => {
    expect(findings).toContainEqual({ from: file, rule });
  });

  it('let a pure file import types from another context, and pure files of its own', () => {
    expect(findings.filter(({ from }) => /replication.src.(plan|desired)/.test(from))).toEqual([]);
  });
});

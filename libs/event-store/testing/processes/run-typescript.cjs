// Preload of child processes: runs the sources as they are, so that a test never runs an older build.
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const root = resolve(__dirname, '../../../..');
const options = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
delete options.$schema;
delete options.jsc.paths;
delete options.jsc.baseUrl;

const sourceOf = (request, parent) => {
  const lib = /^@orgledger\/([^/]+)(\/testing)?$/.exec(request);
  if (lib) return join(root, 'libs', lib[1], lib[2] ? 'testing' : 'src', 'index.ts');
  if (!request.startsWith('.') || !request.endsWith('.js') || !parent?.filename) return undefined;
  const source = join(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
  return existsSync(source) ? source : undefined;
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => resolveFilename(sourceOf(request, parent) ?? request, parent, ...rest);

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename, swcrc: false, sourceMaps: 'inline' });
  module._compile(code, filename);
};

export * from './settings-samples.js';
export * from './installation.js';
export * from './month-inputs.js';
export * from './sample-documents.js';
export * from './sample-month.js';
export * from './stored-exports.js';

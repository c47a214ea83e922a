// Validates CloudFormation templates with AWS's own validator, offline:
//
//   node validate.mjs FOLDER-OF-@aws/cloudformation-validate TEMPLATE...
//
// Prints what is wrong, one finding a line. Ends with 1 if there is any, and with
// another status if it could not look.
import {createRequire} from 'node:module';

// These parameters hold the names of secrets, and not the secrets.
const accepted = new Set(['W2509 SecretParameter', 'W2509 OriginSecretParameter']);

const [folder, ...files] = process.argv.slice(2);
if (!folder || files.length === 0) {
  console.error('usage: node validate.mjs FOLDER TEMPLATE...');
  process.exit(2);
}
const {RegoEngine, TemplateFile} = createRequire(import.meta.url)(folder);
const engine = new RegoEngine();
let found = 0;
for (const file of files) {
  const report = engine.validateStandard(new TemplateFile(file), {severityLevel: 'WARN'});
  for (const d of report.diagnostics) {
    if (!accepted.has(`${d.ruleId} ${d.entity?.logicalId}`)) {
      console.log(`${file}:${d.startLine}: ${d.ruleId} ${d.message}`);
      found++;
    }
  }
  if (report.status !== 'OK' && found === 0) {
    console.error(`${file}: ${report.status}`);
    process.exit(3);
  }
  console.error(`${file}: ${report.metadata.resourcesScanned} resources, ${report.metadata.rulesEvaluated} rules`);
}
process.exit(found === 0 ? 0 : 1);

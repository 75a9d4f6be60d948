// Validates pages: reads a list of `{ address, html }` and prints what is wrong, page by page.
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // How the templates are laid out says nothing to a browser.
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "long-title": "off",
    "doctype-style": "off",
    // All of it comes from the hub itself.
    "require-sri": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-inline-style": "error",
    "svg-focusable": "off",
  },
});
const found = [];
for (const { address, html } of JSON.parse(readFileSync(0, "utf8"))) {
  const report = await validator.validateString(html);
  for (const result of report.results) {
    for (const { ruleId, message, line, column } of result.messages) {
      found.push(`${address} ${line}:${column} ${message} (${ruleId})`);
    }
  }
}
process.stdout.write(JSON.stringify(found));

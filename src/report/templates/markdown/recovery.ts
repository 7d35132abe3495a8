/** How the platform was brought back, and what it said about itself. */
export const recovery = `{{#if restore}}
## Restoring

{{restore.runbook}}

{{#if restore.steps.length}}
| Step | Owner | Took | Time box | Outcome | Detail |
|---|---|---:|---:|---|---|
{{#each restore.steps}}
| {{number}}. {{title}} | {{owner}} | {{took}} | {{box}} | {{outcome}} | {{detail}} |
{{/each}}

{{/if}}
{{#each restore.restores}}
- {{component}}: {{what}}, {{rate}}. {{largest}}
{{/each}}
{{#each restore.integrity}}
- integrity of {{component}}, {{check}}, {{during}}: {{word}}. {{detail}}
{{/each}}

{{/if}}
{{#if signals.length}}
## Signals

| Signal | Expected | First on | Last off | On | How we know |
|---|---|---:|---:|---:|---|
{{#each signals}}
| {{name}} | {{expected}} | {{firstOn}} | {{lastOff}} | {{times}} | {{came}} |
{{/each}}

{{/if}}
`

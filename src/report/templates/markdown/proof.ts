/** What proves it: the clean-up, the evidence, the definitions, how to repeat it. */
export const proof = `## Clean-up certificate

{{cleanup.word}}. {{cleanup.sentence}}

{{#each cleanup.looked}}
- looked at {{this}}
{{/each}}

{{#if simulated.length}}
## What was real and what was simulated

{{#each simulated}}
- {{term}}: {{text}}
{{/each}}

{{/if}}
## Evidence for auditors

{{evidence.summary}}

| | Field | Evidence |
|---:|---|---|
{{#each evidence.groups}}
{{#each fields}}
| {{number}} | {{name}} | {{text}} |
{{/each}}
{{/each}}

## How each number was computed

{{#each definitions}}
- **{{term}}**: {{text}}
{{/each}}

## How to repeat it

| | |
|---|---|
{{#each repeat}}
| {{term}} | {{text}} |
{{/each}}
`
